"""What became of an alert: posted, withheld or given up, and how a choice of alerts words it."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Drill, Room
from bot.alerts.news import Closed, Loudness, LoudnessReason, News, Reason, Withheld, WithheldBecause
from bot.chat.signs_and_colours import Level
from bot.chat.why.wording import why_choice, why_message
from bot.delivery.stored_alerts import StoredAlert
from bot.subscriptions.watch import FROM_SETTINGS
from tests.chat.alert.told import ALERT_NAMES, ELSEWHERE, FILLED, FREED, HIDDEN, LOW, alert, part
from tests.chat.drawn import drawn
from tests.chat.recorded import recorded
from tests.chat.why.why_entries import ARRIVED, TOLD, TRIED, explained
from tests.moments import NOON, after
from tests.rows import each_row

NEVER = recorded(alert=alert(part(FILLED)), attempts=0, attempted_at=None, told_at=None, message_id=None)
DRILL = Alert(key="abcd2345efgh", channel=1, at=NOON, content=Drill())


def delivery(entry: StoredAlert) -> str:
    said, footer = explained(entry).split("\n\n")[-1].rsplit("\n", 1)
    assert footer == "(alert abcd2345)"
    return said


@each_row(
    ("withheld", "said", "fate"),
    [
        (
            Withheld(why=WithheldBecause.MUTED, until=after(hours=1), by=9),
            "Not posted: muted by <@9> until <t:1778850000:t>.",
            "not posted: muted",
        ),
        (
            Withheld(why=WithheldBecause.MUTED, until=after(hours=1)),
            "Not posted: muted until <t:1778850000:t>.",
            "not posted: muted",
        ),
        (
            Withheld(why=WithheldBecause.QUIET, until=after(hours=1)),
            "Not posted: quiet hours until <t:1778850000:t>.",
            "not posted: quiet hours",
        ),
        (
            Withheld(why=WithheldBecause.PAUSED),
            "Not posted: the channel is paused, because it refused alerts; `/watch list` says why.",
            "not posted: paused",
        ),
        (
            Withheld(why=WithheldBecause.NOT_ASKED),
            "Not posted: the watch does not ask for it; `/watch list` says what it asks for.",
            "not posted: not asked for",
        ),
        (
            Withheld(why=WithheldBecause.TOO_SHORT),
            "Not posted: it was shorter than what the watch ignores.",
            "not posted: too short",
        ),
        (
            Withheld(why=WithheldBecause.COUNTED),
            "Not posted: the provider kept filling and freeing, which one message counted.",
            "not posted: kept changing",
        ),
    ],
)
def test_an_alert_that_was_not_sent_says_why(withheld: Withheld, said: str, fate: str) -> None:
    entry = replace(NEVER, given_up_at=NOON, withheld=withheld)
    assert delivery(entry) == said
    assert why_choice(entry, ALERT_NAMES) == f"abcd2345 · 🔴 MiniMax: studio-a is full · {fate}"
    assert why_message(entry, ALERT_NAMES, None).cards[0].level is Level.UNKNOWN


def posted(*news: News, room: tuple[Room, ...] = ELSEWHERE, channel: int = 1, roles: tuple[int, ...] = ()) -> str:
    """Return how it is said that an alert was posted: who did it, when and how loud."""
    told = replace(alert(part(*news, room=room, free=3)), channel=channel, roles=roles)
    return delivery(recorded(alert=told, attempts=1)).split("\n")[0]


@each_row(
    ("loudness", "why", "said"),
    [
        (Loudness.SILENT, LoudnessReason.ONE_ACCOUNT, "silently, since others had room"),
        (Loudness.SOUND, LoudnessReason.FLAPPING, "without a ping, since it kept changing"),
        (Loudness.SOUND, LoudnessReason.SUMMARY, "without a ping, since it sums up what had been so for a while"),
        (Loudness.SOUND, LoudnessReason.PINGS_NOBODY, "without a ping, since its watch pings nobody"),
        (Loudness.SOUND, LoudnessReason.NOT_URGENT, "without a ping, since nobody had to act at once"),
        (Loudness.PING, LoudnessReason.NO_ROLE, "without a ping, since its watch names nobody to ping"),
        (
            Loudness.SOUND,
            LoudnessReason.PINGED_LATELY,
            "without a ping, since it had pinged less than 30 minutes before",
        ),
        (Loudness.PING, LoudnessReason.PINGED, "with a ping of <@&42>"),
        (
            Loudness.SILENT,
            LoudnessReason.OFFERED,
            "silently, since all that was free was offered to people who waited",
        ),
        (
            Loudness.SILENT,
            LoudnessReason.NEVER_HEARD_FREE,
            "silently, since what had been free meanwhile was offered to people who waited",
        ),
    ],
)
def test_which_watch_posted_it_and_why_that_loud_is_said(loudness: Loudness, why: LoudnessReason, said: str) -> None:
    news = replace(FREED, loudness=loudness, loudness_reason=why, watch=1)
    roles = (42,) if why is LoudnessReason.PINGED else ()
    assert posted(news, roles=roles) == f"Posted by watch 1, 2.50 s later, {said}."


def test_what_is_posted_is_as_loud_as_its_loudest_news() -> None:
    ping = replace(LOW, loudness=Loudness.PING, loudness_reason=LoudnessReason.PINGED, watch=FROM_SETTINGS)
    silent = replace(FREED, loudness=Loudness.SILENT, loudness_reason=LoudnessReason.ONE_ACCOUNT, watch=3)
    by = "Posted by the watch from the settings"
    assert posted(silent, ping, roles=(42, 43)) == f"{by} and watch 3, 2.50 s later, with a ping of <@&42>, <@&43>."
    others = replace(silent, topic=HIDDEN.topic, watch=2)
    assert posted(silent, others).startswith("Posted by watches 2, 3, ")
    assert posted(silent, room=()).endswith(", silently, since it is about one account.")
    assert posted(silent, room=(Room(account=FREED.topic.account, free=2),)).endswith(" since it is about one account.")
    assert posted(silent, channel=-1).endswith(", without a ping, since others had room.")


def test_what_was_over_before_it_was_posted_came_silently() -> None:
    ping = replace(FILLED, since=NOON, loudness=Loudness.PING, loudness_reason=LoudnessReason.PINGED, watch=1)
    before, after_it = Closed(at=after(seconds=2)), Closed(at=after(seconds=3))
    said = "Posted by watch 1, 2.50 s later, "
    assert posted(replace(ping, closed=before), roles=(42,)) == f"{said}silently, since it was over by then."
    assert posted(replace(ping, closed=after_it), roles=(42,)) == f"{said}with a ping of <@&42>."
    edited = replace(ping, reason=Reason.EDITED)
    assert posted(edited) == f"{said}silently, since it was over by then."
    assert posted(replace(edited, since=after(seconds=3)), roles=(42,)) == f"{said}with a ping of <@&42>."


def test_of_alerts_of_older_versions_nothing_is_made_up() -> None:
    assert posted(FREED) == "Posted, 2.50 s later."


def test_what_did_not_last_its_hold_says_how_long_that_was() -> None:
    news = replace(FILLED, hold=timedelta(minutes=30))
    entry = replace(NEVER, alert=alert(part(news)), given_up_at=NOON, withheld=Withheld(why=WithheldBecause.TOO_SHORT))
    assert delivery(entry) == "Not posted: anything shorter than 30m is ignored."


@each_row(
    ("entry", "said", "level", "fate"),
    [
        (TOLD, ARRIVED, Level.FULL, "posted"),
        (replace(NEVER), "Not posted yet; the bot keeps trying.", Level.FAULTED, "not posted yet"),
        (
            replace(TOLD, told_at=None),
            f"Not posted yet; the bot keeps trying.\n{TRIED}",
            Level.FAULTED,
            "not posted yet",
        ),
        (
            replace(TOLD, attempts=1, told_at=after(minutes=1), message_id=None),
            "Posted at <t:1778846460:T>, 1:00 after the check at <t:1778846400:T>.\nThe message was deleted.",
            Level.FULL,
            "posted",
        ),
        (
            replace(TOLD, edited_at=after(minutes=5), continued_in="efgh2345abcd"),
            f"{ARRIVED}\nLast edited at <t:1778846700:T>.\nIt goes on in another alert, id efgh2345.",
            Level.FULL,
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
            Level.FAULTED,
            "given up",
        ),
        (
            replace(NEVER, given_up_at=after(seconds=9)),
            "Not posted, given up at <t:1778846409:T>: the reason is not known",
            Level.FAULTED,
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
        "[free] Details · a test",
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
