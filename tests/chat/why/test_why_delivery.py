"""What became of an alert: posted, withheld or given up, and how a choice of alerts words it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Drill
from bot.alerts.news import Withheld, WithheldBecause
from bot.chat.level_signs import Level
from bot.chat.why.wording import why_choice, why_message
from bot.delivery.stored_alerts import StoredAlert
from tests.chat.alert.told import ALERT_NAMES, FILLED, HIDDEN, alert, part
from tests.chat.drawn import drawn
from tests.chat.recorded import recorded
from tests.chat.why.why_entries import ARRIVED, TOLD, TRIED, explained
from tests.moments import NOON, after

NEVER = recorded(alert=alert(part(FILLED)), attempts=0, attempted_at=None, told_at=None, message_id=None)
DRILL = Alert(key="abcd2345efgh", channel=1, at=NOON, content=Drill())


def delivery(entry: StoredAlert) -> str:
    said, footer = explained(entry).split("# Delivery\n")[1].rsplit("\n", 1)
    assert footer == "(alert abcd2345)"
    return said


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
        "[free] Details · Test: alerts arrive here",
        "Somebody tried with `/watch test` whether alerts arrive; nothing was seen.",
    ]
    assert "\nNothing had changed.\n" in explained(replace(TOLD, alert=alert(part())))
    assert why_choice(replace(TOLD, alert=DRILL), ALERT_NAMES).startswith("abcd2345 · Test: ")


def test_a_choice_shows_long_names_as_they_are_and_what_became_of_it() -> None:
    named = replace(TOLD, alert=alert(part(HIDDEN)))
    assert why_choice(named, ALERT_NAMES) == "abcd2345 · 🔴 MiniMax: jo…@example.com is full · posted"
    many = replace(NEVER, alert=alert(*(part(FILLED) for _ in range(5))))
    choice = why_choice(many, ALERT_NAMES)
    assert len(choice) == 100
    assert choice.endswith("… · not posted yet")


def test_where_messages_have_no_address_nothing_leads_there() -> None:
    assert "[To" not in drawn(why_message(TOLD, ALERT_NAMES, None))
