"""Why an alert was told or not, word for word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Drill
from bot.alerts.news import Flaps, News, Reason, Withheld, WithheldBecause
from bot.chat.alert.alert_names import AlertNames
from bot.chat.level_signs import Level
from bot.chat.why.news_explanation import REASONS
from bot.chat.why.wording import why_choice, why_message
from bot.delivery.stored_alerts import StoredAlert
from bot.subscriptions.topic import Condition
from tests.chat.alert.told import (
    ALERT_NAMES,
    ANSWERS,
    FILLED,
    FREED,
    HIDDEN,
    KEEPS,
    KEPT,
    LOW,
    OVER,
    RISEN,
    SETTLED,
    SILENT,
    STUCK,
    UNFOLLOWED,
    alert,
    part,
)
from tests.chat.drawn import drawn
from tests.chat.recorded import recorded
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON, after

NEVER = recorded(alert=alert(part(FILLED)), attempts=0, attempted_at=None, told_at=None, message_id=None)
TOLD = recorded(alert=alert(part(FILLED)), message_id=77)
DRILL = Alert(key="abcd2345efgh", channel=1, at=NOON, content=Drill())

TRIED = "2 attempts, the last at <t:1778846401:T>."
ARRIVED = f"""Posted at <t:1778846402:T>, 2.50 s after it was seen.
{TRIED}
[To the message](https://discord.com/channels/5/1/77)"""


def explained(entry: StoredAlert) -> str:
    url = None if entry.message_id is None else f"https://discord.com/channels/5/1/{entry.message_id}"
    message = why_message(entry, ALERT_NAMES, url)
    assert message.private
    assert [card.at for card in message.cards] == [NOON]
    return drawn(message)


def delivery(entry: StoredAlert) -> str:
    said, footer = explained(entry).split("# Delivery\n")[1].rsplit("\n", 1)
    assert footer == "(about id abcd2345)"
    return said


def seen(news: News) -> list[str]:
    return explained(recorded(alert=alert(part(news)))).split("# Delivery")[0].split("\n")[1:-1]


def test_an_alert_that_was_told_is_explained() -> None:
    hold, quiet = timedelta(seconds=60), Withheld(why=WithheldBecause.QUIET, until=NOON)
    news = replace(FILLED, hold=hold, changes=3, withheld=quiet)
    assert (
        explained(replace(TOLD, alert=alert(part(news, HIDDEN))))
        == rf"""[free] Details · 🔴 MiniMax: 2 accounts are full
🔴 **studio-a** · free → full
Since <t:1778846340:T>, seen at <t:1778846400:T>: 0 of 5 free.
Anything shorter than 1m is ignored.
Changed 3 times since the last alert about it.
Not posted until then: quiet hours until <t:1778846400:t>.

🔴 **jo…@example.com** · free → full
Since <t:1778846400:T>, inferred, because the provider's list left it out while jobs were running on it.
# Delivery
{ARRIVED}
(about id abcd2345)"""
    )


@pytest.mark.parametrize("reason", Reason)
def test_the_reason_to_tell_it_is_said(reason: Reason) -> None:
    last = seen(replace(FILLED, reason=reason))[-1]

    if reason in {Reason.CHANGED, Reason.QUIET_OVER, Reason.EDITED, Reason.FLAPPING, Reason.SETTLED}:
        assert last == REASONS[reason]
    else:
        assert last == seen(FILLED)[-1]  # it was not told, which is said below


@pytest.mark.parametrize(
    ("news", "lines"),
    [
        (
            replace(FILLED, before=None),
            ["🔴 **studio-a** · now full"],
        ),
        (
            replace(FILLED, before=Condition.FULL, changes=2),
            ["🔴 **studio-a** · full → full", "Changed 2 times since the last alert about it."],
        ),
        (FREED, ["🟢 **studio-b** · full → free", "The state before had lasted 12 min."]),
        (replace(FREED, details=replace(FREED.details, inferred=True)), ["Since <t:1778846400:T>: 2 of 5 free."]),
        (replace(FREED, since=after(minutes=5)), ["Since <t:1778846700:T>: 2 of 5 free."]),
        (
            LOW,
            [
                "🟡 **Free slots of MiniMax** · not low → low",
                "Since <t:1778846400:T>: 2 of 13 free, warned at 3 or fewer.",
            ],
        ),
        (
            SILENT,
            [
                "⚠️ **MiniMax** · answering → failing",
                "Since <t:1778846280:T>, seen at <t:1778846400:T>.",
                r"The token was refused (401). Check USEAPI\_TOKEN.",
            ],
        ),
        (
            STUCK,
            [
                r"🟡 **shot\_12** · video on studio-a · not stuck → stuck",
                "Since <t:1778842800:T>, seen at <t:1778846400:T>.",
            ],
        ),
        (ANSWERS, ["🟢 **MiniMax** · failing → answering", "Since <t:1778846400:T>."]),
        (replace(FILLED, closed=OVER), ["⚪ **studio-a** · free → full", "Over at <t:1778847064:T>, after 12 min."]),
        (
            replace(FILLED, closed=UNFOLLOWED),
            ["Over at <t:1778847060:T>, as nobody follows it here any more."],
        ),
        (replace(FILLED, flaps=KEEPS), ["It keeps changing: 8 changes in 9 min, since <t:1778845788:T>."]),
        (
            replace(FILLED, flaps=KEEPS, closed=KEPT),
            [
                "It kept changing: 8 changes in 23 min, since <t:1778845788:T>.",
                "Over at <t:1778847480:T>, after 23 min.",
            ],
        ),
        (
            replace(FILLED, flaps=SETTLED, closed=OVER),
            [
                "It kept changing: 14 changes in 23 min, since <t:1778845020:T>.",
                "Over at <t:1778847064:T>, after 12 min.",
            ],
        ),
        (replace(FILLED, flaps=SETTLED), ["It kept changing: 14 changes in 23 min, since <t:1778845020:T>."]),
        (
            replace(FILLED, flaps=Flaps(changes=1, since=NOON)),
            ["It keeps changing: 1 change in 0 s, since <t:1778846400:T>."],
        ),
    ],
)
def test_what_was_seen_is_said(news: News, lines: list[str]) -> None:
    assert [line for line in lines if line not in seen(news)] == []


def test_nothing_is_said_of_what_played_no_part() -> None:
    assert seen(replace(FREED, lasted=None, details=replace(FREED.details, sentence="It is down."), closed=OVER)) == [
        "🟢 **studio-b** · full → free",
        "Since <t:1778846400:T>: 2 of 5 free.",
    ]


@pytest.mark.parametrize(
    ("withheld", "said", "fate"),
    [
        (
            Withheld(why=WithheldBecause.MUTED, until=after(hours=1), by=9),
            "Not sent: muted by <@9> until <t:1778850000:t>.",
            "not sent: muted",
        ),
        (
            Withheld(why=WithheldBecause.MUTED, until=after(hours=1)),
            "Not sent: muted until <t:1778850000:t>.",
            "not sent: muted",
        ),
        (
            Withheld(why=WithheldBecause.QUIET, until=after(hours=1)),
            "Not sent: quiet hours until <t:1778850000:t>.",
            "not sent: quiet hours",
        ),
        (
            Withheld(why=WithheldBecause.PAUSED),
            "Not sent: the channel is paused, because it refused alerts; `/watch list` says why.",
            "not sent: paused",
        ),
        (
            Withheld(why=WithheldBecause.NOT_ASKED),
            "Not sent: the watch does not ask for it; `/watch list` says what it asks for.",
            "not sent: not asked for",
        ),
        (
            Withheld(why=WithheldBecause.TOO_SHORT),
            "Not sent: it was shorter than what the watch ignores.",
            "not sent: too short",
        ),
    ],
)
def test_an_alert_that_was_not_sent_says_why(withheld: Withheld, said: str, fate: str) -> None:
    entry = replace(NEVER, given_up_at=NOON, withheld=withheld)
    assert delivery(entry) == said
    assert why_choice(entry, ALERT_NAMES) == f"abcd2345 · 🔴 MiniMax: studio-a is full · {fate}"
    assert why_message(entry, ALERT_NAMES, None).cards[0].level is Level.UNKNOWN


def test_what_did_not_last_its_hold_says_how_long_that_was() -> None:
    news = replace(FILLED, hold=timedelta(minutes=30))
    entry = replace(NEVER, alert=alert(part(news)), given_up_at=NOON, withheld=Withheld(why=WithheldBecause.TOO_SHORT))
    assert delivery(entry) == "Not sent: anything shorter than 30m is ignored."


@pytest.mark.parametrize(
    ("entry", "said", "level", "fate"),
    [
        (TOLD, ARRIVED, Level.FREE, "posted"),
        (replace(NEVER), "Not posted yet; the bot keeps trying.", Level.TIGHT, "not posted yet"),
        (replace(TOLD, told_at=None), f"Not posted yet; the bot keeps trying.\n{TRIED}", Level.TIGHT, "not posted yet"),
        (
            replace(TOLD, attempts=1, told_at=after(minutes=1), message_id=None),
            "Posted at <t:1778846460:T>, 1:00 after it was seen.\nThe message was deleted.",
            Level.FREE,
            "posted",
        ),
        (
            replace(TOLD, edited_at=after(minutes=5), continued_in="efgh2345abcd"),
            f"{ARRIVED}\nLast edited at <t:1778846700:T>.\nIt goes on in another alert, id efgh2345.",
            Level.FREE,
            "posted",
        ),
        (
            replace(NEVER, given_up_at=after(minutes=30), reason="folded", continued_in="efgh2345"),
            "Posted as part of another alert, id efgh2345.",
            Level.UNKNOWN,
            "posted with efgh2345",
        ),
        (
            replace(TOLD, told_at=None, given_up_at=after(seconds=9), reason="jo@example.com *is* gone"),
            rf"""Not posted, given up at <t:1778846409:T>: j…@example.com \*is\* gone
{TRIED}""",
            Level.FULL,
            "given up",
        ),
        (
            replace(NEVER, given_up_at=after(seconds=9)),
            "Not posted, given up at <t:1778846409:T>: the reason is not known",
            Level.FULL,
            "given up",
        ),
    ],
    ids=["told", "owed", "under way", "deleted", "edited and continued", "folded", "given up", "without a reason"],
)
def test_delivery_is_told_step_by_step(entry: StoredAlert, said: str, level: Level, fate: str) -> None:
    assert delivery(entry) == said
    assert why_message(entry, ALERT_NAMES, None).cards[0].level is level
    assert why_choice(entry, ALERT_NAMES) == f"abcd2345 · 🔴 MiniMax: studio-a is full · {fate}"


def test_a_drill_and_an_empty_summary_have_nothing_to_explain() -> None:
    assert explained(replace(TOLD, alert=DRILL)).split("\n")[:2] == [
        "[free] Details · Drill: nothing happened, alerts arrive here",
        "Somebody tried with `/watch test` whether alerts arrive; nothing was seen.",
    ]
    assert "\nNothing had changed.\n" in explained(replace(TOLD, alert=alert(part())))
    assert why_choice(replace(TOLD, alert=DRILL), ALERT_NAMES).startswith("abcd2345 · Drill: ")


def test_a_choice_shows_long_names_as_they_are_and_what_became_of_it() -> None:
    named = replace(TOLD, alert=alert(part(HIDDEN)))
    assert why_choice(named, ALERT_NAMES) == "abcd2345 · 🔴 MiniMax: jo…@example.com is full · posted"
    many = replace(NEVER, alert=alert(*(part(FILLED) for _ in range(5))))
    choice = why_choice(many, ALERT_NAMES)
    assert len(choice) == 100
    assert choice.endswith("… · not posted yet")


def test_ten_of_many_are_explained() -> None:
    said = explained(replace(TOLD, alert=alert(part(*[FILLED] * 12), part(*[FREED] * 13, provider="kling"))))
    assert said.count("**studio-a**") == 10
    assert "\n\nand 15 more\n" in said


def test_names_are_told_apart_as_they_are_elsewhere() -> None:
    known = {"minimax": ["jon.doe@example.com"]}
    names = AlertNames(words=WORDS, accounts=NAMES, among=known.__getitem__)
    entry = recorded(alert=alert(part(HIDDEN)))
    assert r"**joa…@example.com**" in drawn(why_message(entry, names, None))
    assert "joa…@example.com is full" in why_choice(entry, names)


def test_where_messages_have_no_address_nothing_leads_there() -> None:
    assert "[To" not in drawn(why_message(TOLD, ALERT_NAMES, None))


@pytest.mark.parametrize("news", [FILLED, FREED, LOW, RISEN, ANSWERS, SILENT])
def test_why_never_calls_what_was_told_unknown(news: News) -> None:
    said = explained(recorded(alert=alert(part(replace(news, before=None)))))
    assert not [word for word in ("?", "not known", "did not arrive") if word in said]


def test_why_says_how_long_a_stuck_job_had_run() -> None:
    assert "Over at <t:1778847064:T>, when the job had run for 12 min." in seen(replace(STUCK, closed=OVER))
