"""``check slack``: what it says of tokens, scopes and the channel of alerts, and that it asks Slack for little."""

import json
from collections.abc import AsyncIterator
from typing import Literal

import pytest
from pydantic import SecretStr

from bot.app.check_slack import FAILED, LACKING, WELL, check_slack
from bot.settings.schema import SlackCheck
from tests.fakes.slack import Fault, SlackWorkspace


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as made:
        yield made


def settings(slack: SlackWorkspace, channel: str | None = None, **tokens: str) -> SlackCheck:
    return SlackCheck(
        _env_file=None,
        slack_bot_token=SecretStr(tokens.get("bot", slack.bot_token)),
        slack_app_token=SecretStr(tokens.get("app", slack.app_token)),
        slack_api_url=slack.url.rstrip("/"),
        slack_alert_channel_id=channel,
    )


async def test_all_is_well(slack: SlackWorkspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert await check_slack(settings(slack, slack.channel.id), as_json=False) == WELL
    out, error = capsys.readouterr()
    world = slack.world
    assert out.splitlines() == [
        f"Slack takes both tokens: {world.bot.name} in https://studio.slack.example/ ({world.team}).",
        "The app has every scope that it needs.",
        "#general: alerts can be posted there.",
    ]
    assert error == ""
    assert len(slack.calls("auth.test")) == len(slack.calls("apps.connections.open")) == 1
    assert slack.problems == []


async def test_missing_scopes_are_named_with_what_they_are_for(
    slack: SlackWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.terms.scopes -= {"files:write", "usergroups:read"}
    assert await check_slack(settings(slack), as_json=False) == LACKING
    out = capsys.readouterr().out
    mended = "Add it (OAuth & Permissions), then install the app again."
    assert out.splitlines()[1:] == [
        f"The app lacks the scope usergroups:read, for pinging user groups. {mended}",
        f"The app lacks the scope files:write, for posting charts. {mended}",
    ]


@pytest.mark.parametrize(("chosen", "what"), [("at-least-once", "posted again"), ("at-most-once", "dropped")])
async def test_without_the_scope_to_look_it_says_what_becomes_of_an_alert_in_doubt(
    slack: SlackWorkspace,
    capsys: pytest.CaptureFixture[str],
    chosen: Literal["at-least-once", "at-most-once"],
    what: str,
) -> None:
    slack.terms.scopes -= {"groups:history"}
    chosen_so = settings(slack).model_copy(update={"slack_without_history": chosen})
    assert await check_slack(chosen_so, as_json=False) == LACKING
    assert capsys.readouterr().out.splitlines()[2:] == [
        f"Where it may not look, an alert that may have been posted is {what} (SLACK_WITHOUT_HISTORY)."
    ]
    assert await check_slack(chosen_so, as_json=True) == LACKING
    assert json.loads(capsys.readouterr().out)["without_history"] == chosen


async def test_a_channel_without_the_bot_says_how_to_invite_it(
    slack: SlackWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    other = slack.world.add_channel("alerts", has_bot=False)
    assert await check_slack(settings(slack, other.id), as_json=False) == LACKING
    assert f"#alerts: Invite the bot: type /invite @{slack.world.bot.name} in the channel." in capsys.readouterr().out


async def test_as_json_it_is_one_object_without_tokens(
    slack: SlackWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.terms.scopes -= {"files:read"}
    assert await check_slack(settings(slack, slack.channel.id), as_json=True) == LACKING
    out = capsys.readouterr().out
    assert json.loads(out) == {
        "team": slack.world.team,
        "enterprise": None,
        "bot": slack.world.bot_id,
        "url": "https://studio.slack.example/",
        "missing_scopes": ["files:read"],
        "without_history": "at-least-once",
        "channel": {"id": slack.channel.id, "name": "general", "missing": []},
    }
    assert slack.bot_token not in out
    assert slack.app_token not in out


@pytest.mark.parametrize(
    ("tokens", "error", "sentence"),
    [
        ({"bot": "xoxb-wrong"}, None, "Slack refused the bot's token: Slack answered auth.test with invalid_auth: "),
        ({"app": "xapp-wrong"}, None, "Slack refused the app's token (invalid_auth): check SLACK_APP_TOKEN"),
        ({}, ("auth.test", Fault.error("account_inactive")), "Slack refused the bot's token: Slack answered auth.test"),
        (
            {},
            ("apps.connections.open", Fault.scope("connections:write")),
            "SLACK_APP_TOKEN lacks connections:write: make an app-level token that has it.",
        ),
        ({}, ("auth.test", Fault.status(503)), "Slack answered auth.test with 503. Check this machine's network"),
    ],
)
async def test_what_slack_refuses_is_a_sentence_without_the_token(
    slack: SlackWorkspace,
    capsys: pytest.CaptureFixture[str],
    tokens: dict[str, str],
    error: tuple[str, Fault] | None,
    sentence: str,
) -> None:
    if error is not None:
        slack.faults.add(*error)
    assert await check_slack(settings(slack, **tokens), as_json=False) == FAILED
    out, said = capsys.readouterr()
    assert out == ""
    assert said.startswith(f"capacity-bot: {sentence}")
    assert not any(token in said for token in (*tokens.values(), slack.bot_token, slack.app_token))
