"""What ``/doctor`` answers, as a person reads it."""

from dataclasses import replace
from datetime import timedelta

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.doctor.guild_findings import guild_findings
from bot.chat.doctor.wording import doctor_card, settings_card
from bot.chat.message import Card
from bot.chat.wording.account_names import AccountNames
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import (
    Backlog,
    ChannelHealth,
    ConnectionHealth,
    Diagnosis,
    GivenUpAlert,
    OutboxStatistics,
    ProviderHealth,
    Setting,
)
from bot.platforms import Platform, platform_of
from bot.polling.found_provider import SearchReport
from tests.chat.drawn import drawn
from tests.moments import NOON, after
from tests.rows import each_row

MINIMAX = ProviderHealth(
    title="MiniMax", due=after(seconds=18), at=after(seconds=-12), took=timedelta(milliseconds=412)
)
KLING = ProviderHealth(
    title="Kling",
    due=after(minutes=4),
    at=after(seconds=-50),
    took=timedelta(seconds=10),
    failures=4,
    sentence="No answer from jo.doe@example.com within 10 s.",
)
ALERTS = ChannelHealth(id=123, source="from settings", missing=(), last_told=after(minutes=-7))
REFUSED = SearchReport(found=(), due=NOON, trouble="The token is refused.")
SIGNED_OUT = Snapshot(
    provider="minimax",
    at=NOON,
    accounts=(Account(name="a", state=AccountState.FAULTED, fault="Session refresh failed"),),
)
GATEWAY = ConnectionHealth(platform=Platform.DISCORD, alive=True, latency=timedelta(milliseconds=42))
DIAGNOSIS = Diagnosis(
    at=NOON,
    connections=(GATEWAY,),
    watcher=True,
    providers=(MINIMAX,),
    outbox=OutboxStatistics(waits=(timedelta(seconds=0.8), timedelta(seconds=1.25), timedelta(seconds=75))),
    channels=(ALERTS,),
    versions=("capacity-bot 0.1.0", "SQLite, revision 0001"),
    settings=(
        Setting(name="DISCORD_TOKEN", value="set"),
        Setting(name="HEALTH_PORT", value=None),
        Setting(name="USEAPI_URL", value="https://api.useapi.net"),
    ),
)


def card_of(diagnosis: Diagnosis, platform: Platform = Platform.DISCORD) -> Card:
    """Return what the one guild of a platform is shown."""

    def is_here(channel: int) -> bool:
        return platform_of(channel) is platform

    found = guild_findings(diagnosis, platform, is_own=lambda one: is_here(one.id), is_here=is_here)
    return doctor_card(found, names=AccountNames(), platform=platform)


def said(diagnosis: Diagnosis, platform: Platform = Platform.DISCORD) -> str:
    return drawn(card_of(diagnosis, platform))


def test_a_bot_that_is_well() -> None:
    assert (
        said(DIAGNOSIS)
        == """[free] All is well
🟢 **MiniMax** · checked <t:1778846388:R> · next <t:1778846418:R>

Discord answers in 42 ms.
# Alert channels
<#123> · from settings · last alert <t:1778845980:R>
# Alerts
3 alerts posted in the last 24 hours; half of them within 1.2 s of the change, 95% within 75.0 s."""
    )


def test_settings_and_versions_are_apart() -> None:
    assert (
        drawn(settings_card(DIAGNOSIS))
        == r"""[unknown] Settings and versions
capacity-bot 0.1.0 · SQLite, revision 0001

`DISCORD_TOKEN` set
`USEAPI_URL` https\://api.useapi.net
Not set: `HEALTH_PORT`"""
    )


def test_a_bot_whose_parts_need_attention() -> None:
    glitch = replace(MINIMAX, title="PixVerse", failures=1, sentence="It answered 502.", due=NOON)
    new = ProviderHealth(title="TemPolor", due=NOON)
    absent = ProviderHealth(title="Mureka", due=NOON, at=after(minutes=-1), set_up=False)
    given_up = GivenUpAlert(channel=123, at=after(hours=-2), reason="the channel does not exist any more.")
    lacking = ChannelHealth(id=123, source="from settings", missing=("The bot lacks Send Messages there.",))
    diagnosis = replace(
        DIAGNOSIS,
        connections=(replace(GATEWAY, latency=None),),
        providers=(KLING, glitch, new, absent),
        channels=(replace(ALERTS, id=124, source="watch 3"), lacking),
        outbox=OutboxStatistics(backlog=Backlog(owed=2, oldest=after(minutes=-3)), given_up=(given_up,)),
    )
    assert (
        said(diagnosis)
        == r"""[tight] Kling can't be checked, something is missing in 1 alert channel, 1 alert was given up
⚠️ **Kling** · No answer from jo…@example.com within 10 s.
4 checks failed in a row · checked <t:1778846350:R>, took 10.0 s · next <t:1778846640:R>
🟡 **PixVerse** · It answered 502.
Failed once · checked <t:1778846388:R> · checking now
⚪ **TemPolor** · not checked yet · checking now
⚪ **Mureka** · not set up at useapi.net · checking now

Discord answers.
# Alert channels
<#123> · from settings · no alert lately
⚠️ The bot lacks Send Messages there.
<#124> · watch 3 · last alert <t:1778845980:R>
# Alerts
2 alerts are waiting to be posted, the oldest from <t:1778846220:R>.
⚠️ 1 alert given up in the last 24 hours, the newest <t:1778839200:R>: the channel does not exist any more.
No alert was posted in the last 24 hours."""
    )


def test_slack_says_since_when_it_is_connected_and_what_needs_a_person() -> None:
    slack = ConnectionHealth(
        platform=Platform.SLACK,
        alive=True,
        since=after(hours=-1),
        troubles=("The token lacks files:write: add the scope and install the app again.",),
        facts=("44 of 45 edits a minute are left.",),
    )
    lines = said(replace(DIAGNOSIS, connections=(GATEWAY, slack))).split("\n")
    assert lines[:8] == [
        "[tight] Slack needs attention",
        r"⚠️ The token lacks files\:write: add the scope and install the app again.",
        "",
        "🟢 **MiniMax** · checked <t:1778846388:R> · next <t:1778846418:R>",
        "",
        "Discord answers in 42 ms.",
        "Slack connected <t:1778842800:R>.",
        "44 of 45 edits a minute are left.",
    ]
    lost = replace(DIAGNOSIS, connections=(GATEWAY, replace(slack, alive=False, facts=())))
    title = said(lost).split("\n")[0]
    assert title == "[tight] Slack: commands are not answered, or no message is let through"


def test_channels_of_the_other_platform_are_counted_and_not_named() -> None:
    lacking = ChannelHealth(id=-124, source="watch 3", missing=("The bot is not a member.",))
    diagnosis = replace(DIAGNOSIS, channels=(ALERTS, lacking, replace(lacking, id=-125, missing=())))
    here, there = said(diagnosis), said(diagnosis, Platform.SLACK)
    assert "On Slack: 2 channels; ⚠️ something is missing in 1." in here
    assert "-124" not in here
    assert "On Discord: 1 channel.\n" in there
    assert "<#123>" not in there
    assert "<#-124> · watch 3" in there


def test_a_database_that_does_not_answer_hides_nothing_else() -> None:
    broken = StorageUnavailable("the database is not available: disk I/O error")
    diagnosis = replace(
        DIAGNOSIS,
        outbox=broken,
        connections=(replace(GATEWAY, alive=False),),
        channels=(replace(ALERTS, missing=None, last_told=None),),
    )
    lines = said(diagnosis).split("\n")
    assert lines[0] == "[tight] Discord's gateway is not connected, the database does not answer"
    assert "Discord answers" not in "\n".join(lines)
    no_alert = "⚠️ No alert can be stored or posted: the database is not available: disk I/O error"
    assert lines[lines.index("# Alerts") + 1] == no_alert
    assert "its permissions are known once Discord is connected" in lines[lines.index("# Alert channels") + 1]
    assert any(line.startswith("🟢 **MiniMax**") for line in lines)


@each_row(
    ("diagnosis", "sentence"),
    [
        (replace(DIAGNOSIS, watcher=False), "Checks are overdue"),
        (replace(DIAGNOSIS, providers=(KLING, KLING)), "No provider can be checked"),
        (replace(DIAGNOSIS, providers=(KLING, replace(MINIMAX, set_up=False))), "Kling can't be checked"),
        (replace(DIAGNOSIS, providers=(KLING, MINIMAX)), "Kling can't be checked"),
        (
            replace(DIAGNOSIS, providers=(KLING, replace(KLING, title="Suno"), MINIMAX)),
            "Kling and Suno can't be checked",
        ),
        (replace(DIAGNOSIS, providers=(), search=REFUSED), "No provider can be checked"),
        (replace(DIAGNOSIS, search=REFUSED), "The search for providers fails"),
        (
            replace(DIAGNOSIS, search=replace(REFUSED, trouble=None, searched_at=NOON)),
            "No account was found at useapi.net",
        ),
        (replace(DIAGNOSIS, providers=(replace(MINIMAX, snapshot=SIGNED_OUT),)), "1 account needs attention"),
        (
            replace(DIAGNOSIS, outbox=OutboxStatistics(backlog=Backlog(owed=1, oldest=after(minutes=-11)))),
            "An alert has waited to be posted for over 10 minutes",
        ),
    ],
)
def test_the_title_is_what_needs_attention(diagnosis: Diagnosis, sentence: str) -> None:
    assert said(diagnosis).split("\n")[0] == f"[tight] {sentence}"


def test_of_one_alert_no_halves_are_counted() -> None:
    outbox = OutboxStatistics(waits=(timedelta(milliseconds=252),))
    assert said(replace(DIAGNOSIS, outbox=outbox)).endswith(
        "1 alert posted in the last 24 hours, 252 ms after the change."
    )


def test_a_check_that_is_due_within_a_second_is_under_way() -> None:
    soon, later = (
        said(replace(DIAGNOSIS, providers=(replace(MINIMAX, due=after(seconds=step)),))) for step in (1, 1.1)
    )
    assert "checking now" in soon
    assert "· next <t:" in later


def test_without_an_alert_channel_nothing_is_said_of_it() -> None:
    assert "Alert channel" not in said(replace(DIAGNOSIS, channels=()))
