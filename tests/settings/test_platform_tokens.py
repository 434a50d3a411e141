"""Which platforms the settings name: Discord, Slack or both, each by its tokens."""

import pytest
from pydantic import SecretStr

from bot.errors import BadSettings
from bot.settings.load_settings import load
from bot.settings.schema import RunSettings, SlackCheck
from tests.rows import each_row
from tests.settings.given_settings import APP, BOT, NEEDED, ON_SLACK, TOKEN, complaint, run_with, write


def test_slack_alone_is_enough_and_so_are_both() -> None:
    write(ON_SLACK)
    alone = load(RunSettings)
    assert (alone.discord_token, alone.slack_bot_token, alone.slack_app_token) == (None, SecretStr(BOT), SecretStr(APP))
    write(ON_SLACK | NEEDED)
    both = load(RunSettings)
    assert (both.discord_token, both.slack_bot_token) == (SecretStr(TOKEN), SecretStr(BOT))


def test_without_a_platform_it_says_what_to_choose_from_and_where_to_find_it() -> None:
    first, *rest = complaint(DISCORD_TOKEN="").splitlines()
    assert first == (
        "Set DISCORD_TOKEN for Discord, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, or all three: "
        "the bot has nowhere to talk."
    )
    assert [line.split(":")[0] for line in rest] == ["  DISCORD_TOKEN", "  SLACK_BOT_TOKEN", "  SLACK_APP_TOKEN"]
    assert all("https://" in line for line in rest)


@each_row("missing", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
@each_row("discord", [TOKEN, ""])
def test_one_token_of_slack_asks_for_the_other(missing: str, discord: str) -> None:
    first, second = complaint(**{**ON_SLACK, "DISCORD_TOKEN": discord, missing: ""}).splitlines()
    assert first == "1 setting is missing; add it to .env:"
    assert second.startswith(f"  {missing}: https://api.slack.com/apps, your app, ")


def test_a_look_at_slack_needs_both_of_its_tokens_and_nothing_else() -> None:
    write({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP})
    assert load(SlackCheck).slack_bot_token == SecretStr(BOT)
    write({})
    with pytest.raises(BadSettings) as caught:
        load(SlackCheck)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()[1:]] == [
        "  SLACK_BOT_TOKEN",
        "  SLACK_APP_TOKEN",
    ]


@each_row(
    ("name", "written", "sentence"),
    [
        (
            "SLACK_BOT_TOKEN",
            APP,
            "SLACK_BOT_TOKEN begins with xapp-, as the token for SLACK_APP_TOKEN does: it must be",
        ),
        (
            "SLACK_APP_TOKEN",
            BOT,
            "SLACK_APP_TOKEN begins with xoxb-, as the token for SLACK_BOT_TOKEN does: it must be",
        ),
        ("SLACK_BOT_TOKEN", "xoxp-1-2-3-4", "SLACK_BOT_TOKEN is no such token: it must begin with xoxb- (https://api."),
        ("SLACK_APP_TOKEN", TOKEN, "SLACK_APP_TOKEN is no such token: it must begin with xapp- (https://api."),
        ("DISCORD_TOKEN", BOT, "DISCORD_TOKEN begins with xoxb-, as tokens of Slack do: put it into SLACK_BOT_TOKEN."),
        ("DISCORD_TOKEN", APP, "DISCORD_TOKEN begins with xapp-, as tokens of Slack do: put it into SLACK_APP_TOKEN."),
    ],
)
def test_a_token_in_the_wrong_setting_is_sent_to_its_own_unseen(name: str, written: str, sentence: str) -> None:
    said = complaint(**{**ON_SLACK, name: written})
    assert said.startswith(sentence)
    assert "\n" not in said
    assert written not in said


def test_settings_of_a_platform_that_is_not_set_up_are_not_described() -> None:
    on_discord = dict(run_with(SLACK_TEAM_IDS="T1").described())
    assert "DISCORD_GUILD_IDS" in on_discord
    assert not any(name.startswith("SLACK_") for name in on_discord)
    write(ON_SLACK | {"ALERT_CHANNEL_ID": "7"})
    on_slack = dict(load(RunSettings).described())
    assert on_slack["SLACK_BOT_TOKEN"] == "set"
    assert not any(name.startswith(("DISCORD_", "ALERT_")) or name == "PRESENCE" for name in on_slack)
