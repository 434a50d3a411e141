"""What is told late or in part says so: summaries, and how often things changed without_audience."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Cause, Digest
from bot.alerts.folded_alerts import summarise
from bot.alerts.news import Closed, News, Withheld, WithheldBecause
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import Condition, account_topic
from tests.chat.alert.test_health_alerts import SIGNED_OUT
from tests.chat.alert.test_provider_alerts import HAS_ROOM, NOTHING_FREE
from tests.chat.alert.told import (
    ANSWERS,
    ELSEWHERE,
    FILLED,
    FREED,
    JOANNA,
    LOW,
    RISEN,
    SILENT,
    alert,
    part,
    read,
)
from tests.moments import NOON, after
from tests.rows import each_row

HOUR_AGO = after(hours=-1)
MUTED, PAUSED, COUNTED = (
    Withheld(why=why) for why in (WithheldBecause.MUTED, WithheldBecause.PAUSED, WithheldBecause.COUNTED)
)
AGAIN = "has room again, 2 of 5 free · was full for 12 min"
AWAY = (
    "🔵 Back after 1 h: MiniMax: **studio-a** is full; **Kling 6 of 13 free**; "
    r"**old\*one is low: 2 of 13 free** (alert at 3)"
)


@each_row(
    ("told", "expected"),
    [
        (
            alert(part(FILLED, FREED, free=6, digest=Digest(cause=Cause.QUIET_OVER))),
            """☀️ Quiet hours over: **MiniMax 6 of 13 free**
[tight]
🔴 **studio-a** · full
🟢 **studio-b** · has room again, 2 of 5 free · was full for 12 min""",
        ),
        (
            alert(part(free=6, digest=Digest(cause=Cause.QUIET_OVER)), part(digest=Digest(cause=Cause.QUIET_OVER))),
            """☀️ Quiet hours over: **MiniMax 6 of 13 free**; MiniMax: free slots unknown""",
        ),
        (
            alert(
                part(FILLED, room=ELSEWHERE, digest=Digest(cause=Cause.AWAY, since=HOUR_AGO)),
                part(
                    replace(FREED, details=replace(FREED.details, limit=None)),
                    provider="kling",
                    free=6,
                    digest=Digest(cause=Cause.AWAY),
                ),
                part(LOW, provider="old*one"),
                muted=Mute(id=1, guild=5, channel=1, by=9, until=after(hours=1)),
            ),
            AWAY
            + r"""
[full] MiniMax
Not checked from <t:1778842800:t> on: changes in between may be missing.

🔴 **studio-a** · full

Free now: **studio-b** 2 · **200303** 1
[free] Kling · 6 of 13 free
Not checked for a while: changes in between may be missing.

🟢 **200301** · has room again · was full for 12 min
[tight] old\*one
🔕 Muted by <@9> until <t:1778850000:t>""",
        ),
        (
            alert(part(FREED, digest=Digest(cause=Cause.LATE, since=HOUR_AGO))),
            """🟢 MiniMax: **studio-b** has room again, 2 of 5 free · was full for 12 min · as of <t:1778846400:t>
[free]
This couldn't be posted in time.""",
        ),
    ],
    ids=["quiet hours", "nothing changed", "away", "late"],
)
def test_a_summary_says_why_it_is_one(told: Alert, expected: str) -> None:
    assert read(told) == expected


@each_row(
    ("news", "headline", "line"),
    [
        (FILLED, "🔴 MiniMax: **studio-a** is full", "full"),
        (
            replace(FILLED, changes=3),
            "🔴 MiniMax: **studio-a** is full · filled twice",
            "full · filled twice",
        ),
        (
            replace(FREED, topic=FILLED.topic, changes=2, before=Condition.FREED),
            f"🟢 MiniMax: **studio-a** {AGAIN}",
            AGAIN,
        ),
    ],
)
def test_what_changed_unheard_says_how_often(news: News, headline: str, line: str) -> None:
    assert read(alert(part(news))).split("\n")[0] == headline
    assert f" **studio-a** · {line}\n" in read(alert(part(news, FREED)))


@each_row(
    ("news", "said"),
    [
        (replace(LOW, changes=3), "(alert at 3) · ran low twice"),
        (replace(LOW, changes=2), "(alert at 3) · ran low again"),
        (replace(RISEN, changes=3), "was low twice, the last time for 8 min"),
        (replace(RISEN, changes=2), "MiniMax: 5 of 13 free again** · was low for 8 min"),
        (replace(ANSWERS, changes=3), "unchecked for 12 min · failed twice"),
        (replace(SILENT, changes=2, before=Condition.SILENT), "USEAPI_TOKEN. · failed again"),
        (replace(SIGNED_OUT, changes=3, withheld=MUTED), "Sign in again at useapi.net · happened twice while muted"),
        (replace(FILLED, changes=3, withheld=MUTED), "studio-a** is full · filled twice while muted"),
        (replace(FREED, changes=3, withheld=MUTED), "was full twice while muted, the last time for 12 min"),
        (replace(FILLED, changes=3, withheld=PAUSED), " · filled twice while nothing could be posted here"),
        (replace(FILLED, changes=9, withheld=COUNTED), "studio-a** is full"),
    ],
)
def test_whatever_changed_unheard_says_how_often_and_why_it_was_not_heard(news: News, said: str) -> None:
    assert read(alert(part(news))).split("\n")[0].endswith(said)


def test_clocks_that_were_set_back_say_nothing_below_zero() -> None:
    told = alert(part(FILLED, digest=Digest(cause=Cause.AWAY, since=NOON + timedelta(hours=1))))
    assert read(told).startswith("🔵 Back after 0 s: ")


def test_where_no_provider_answered_for_long_the_bot_was_not_away() -> None:
    away = Digest(cause=Cause.AWAY, since=HOUR_AGO)
    plain = read(alert(part(ANSWERS, free=6))).split("\n")[0]
    assert read(alert(part(ANSWERS, free=6, digest=away))).split("\n")[0] == plain
    assert plain.count("6 of 13 free") == 1
    filled = read(alert(part(ANSWERS, FILLED, free=6, digest=away))).split("\n")[0]
    assert filled == "🟡 **MiniMax can be checked again: 6 of 13 free** · **studio-a** is full"
    edited = replace(away, unanswered=True)  # that it answers again is written into the message of its failure
    assert (
        read(alert(part(FILLED, free=6, digest=edited))).split("\n")[0].startswith("🟡 MiniMax: **studio-a** is full")
    )
    stopped = replace(away, until=NOON)  # the bot, before it failed
    assert read(alert(part(ANSWERS, FILLED, free=6, digest=stopped))).startswith("🔵 Back after 1 h: ")
    both = read(alert(part(ANSWERS, free=6, digest=away), part(FILLED, provider="kling", free=6, digest=away)))
    assert both.startswith("🔵 Back after 1 h: ")
    assert both.split("\n")[0].count("6 of 13 free") == 2


def test_a_fold_after_quiet_hours_speaks_of_no_absence() -> None:
    quiet = alert(part(FREED, provider="kling", free=6, digest=Digest(cause=Cause.QUIET_OVER)))
    said = read(summarise([alert(part(FILLED)), quiet], None))
    assert said.startswith("☀️ Quiet hours over: ")
    assert "Not checked" not in said
    assert "Back after" not in said


def test_an_absence_lasts_until_it_was_over_whatever_is_told_after_it() -> None:
    away = Digest(cause=Cause.AWAY, since=HOUR_AGO, until=NOON - timedelta(minutes=10))
    said = read(alert(part(FILLED, digest=away)))
    assert "Back after 50 min: " in said
    assert "\nNot checked from <t:1778842800:t> to <t:1778845800:t>: changes in between may be missing." in said


def test_what_a_summary_lists_as_free_again_is_not_named_as_free_once_more() -> None:
    for cause, when in ((Cause.AWAY, "now"), (Cause.LATE, "then")):
        told = read(alert(part(FILLED, FREED, room=ELSEWHERE, free=3, digest=Digest(cause=cause))))
        assert told.split("\n")[-1] == f"Also free {when}: **200303** 1"
        alone = read(alert(part(FILLED, FREED, room=ELSEWHERE[:1], free=4, digest=Digest(cause=cause))))
        assert "ree now: " not in alone


@each_row(
    ("changes", "filled", "was_full"),
    [
        (1, "", " · was full for 12 min"),
        (2, " · filled again", " · was full for 12 min"),
        (3, " · filled twice", " · was full twice, the last time for 12 min"),
        (4, " · filled twice", " · was full twice, the last time for 12 min"),
        (5, " · filled 3 times", " · was full 3 times, the last time for 12 min"),
    ],
)
def test_an_account_that_filled_and_freed_unheard_says_how_often(changes: int, filled: str, was_full: str) -> None:
    full, freed = (replace(news, changes=changes) for news in (FILLED, FREED))
    unknown = replace(freed, topic=JOANNA, lasted=None)
    lines = read(alert(part(full, freed, unknown))).split("\n")[2:]
    assert lines[0] == f"🔴 **studio-a** · full{filled}"
    assert lines[1] == f"🟢 **studio-b** · has room again, 2 of 5 free{was_full}"
    often = was_full.partition(",")[0] if changes > 2 else ""
    assert lines[2] == f"🟢 **jo…@example.com** · has room again, 2 of 5 free{often}"


@each_row(
    ("whole", "headline", "line"),
    [
        (HAS_ROOM, "MiniMax 6 of 13 free**, use **studio-b**", "MiniMax was full once, for 12 min."),
        (
            replace(HAS_ROOM, changes=2),
            "MiniMax 6 of 13 free**, use **studio-b**",
            "MiniMax was full once, for 12 min.",
        ),
        (
            replace(HAS_ROOM, changes=3),
            "MiniMax 6 of 13 free**, use **studio-b**",
            "MiniMax was full twice, the last time for 12 min.",
        ),
        (replace(HAS_ROOM, lasted=None), "MiniMax 6 of 13 free**, use **studio-b**", "MiniMax was full once."),
        (RISEN, "MiniMax 6 of 13 free**, use **studio-b**", "MiniMax was low once, for 8 min."),
        (
            replace(NOTHING_FREE, changes=3),
            "MiniMax is full, 0 of 13 free**. Next slot usually in 2-5 min",
            "MiniMax filled up twice.",
        ),
        (NOTHING_FREE, "MiniMax is full, 0 of 13 free**. Next slot usually in 2-5 min", ""),
        (
            replace(LOW, changes=3),
            "MiniMax is low, 2 of 13 free** (alert at 3), use **studio-b**",
            "MiniMax ran low twice.",
        ),
    ],
)
def test_a_summary_says_how_a_provider_is_and_below_what_became_of_it(whole: News, headline: str, line: str) -> None:
    room, free = (ELSEWHERE, {Condition.LOW: 2}.get(whole.what, 6))
    told = part(whole, replace(FILLED, live=True), room=room, free=free, digest=Digest(cause=Cause.QUIET_OVER))
    if whole.what is Condition.NOTHING_FREE:
        told = replace(told, room=(), free=0, total=13, nothing_free=True)
    said = read(alert(told)).split("\n")
    assert said[0] == f"☀️ Quiet hours over: **{headline}"
    assert [one for one in said if one.startswith(("Nothing", "MiniMax"))] == [line] * bool(line)


@each_row(
    ("cause", "headline"),
    [
        (Cause.QUIET_OVER, "☀️ Quiet hours over: **MiniMax 6 of 13 free**, use **studio-b**\n"),
        (Cause.AWAY, "🔵 Back: **MiniMax 6 of 13 free**, use **studio-b**\n"),
        (Cause.LATE, "🟡 **MiniMax 6 of 13 free** · as of <t:1778846400:t>\n"),
    ],
)
def test_a_summary_answers_first_how_much_is_free_and_where(cause: Cause, headline: str) -> None:
    assert read(alert(part(FILLED, room=ELSEWHERE, free=6, digest=Digest(cause=cause)))).startswith(headline)


@each_row("cause", Cause)
def test_what_could_not_be_told_in_time_says_where_there_was_room_then(cause: Cause) -> None:
    told = read(alert(part(FILLED, room=ELSEWHERE, free=6, digest=Digest(cause=cause))))
    assert ("\nFree then: **studio-b** 2" in told) is (cause is Cause.LATE)
    assert ("\nFree now: **studio-b** 2" in told) is (cause is not Cause.LATE)


@each_row(
    ("cause", "headline"),
    [
        (
            Cause.QUIET_OVER,
            "☀️ Quiet hours over: ~~MiniMax: studio-a is full~~ · was full for 12 min, until <t:1778846400:t>",
        ),
        (Cause.LATE, "⚪ ~~MiniMax: studio-a is full~~ · was full for 12 min, until <t:1778846400:t>"),
    ],
)
def test_a_summary_of_what_is_over_by_now_counts_no_slots(cause: Cause, headline: str) -> None:
    closed = Closed(at=NOON, lasted=timedelta(minutes=12), witnessed=True)
    told = read(alert(part(replace(FILLED, closed=closed), free=6, digest=Digest(cause=cause))))
    assert told.split("\n")[0] == headline
    assert "of 13 free" not in told


def test_a_card_of_a_provider_where_something_is_over_by_now_counts_no_slots() -> None:
    over = replace(FILLED, closed=Closed(at=after(minutes=12), lasted=timedelta(minutes=12), witnessed=True))
    away = Digest(cause=Cause.AWAY)
    told = read(alert(part(over, free=6, digest=away), part(LOW, provider="kling", free=2, digest=away)))
    titles = [line.split("] ")[1] for line in told.split("\n") if line.startswith("[")]
    assert titles == ["MiniMax", "Kling · 2 of 13 free"]


def test_a_summary_of_which_only_a_part_is_over_by_now_counts_no_slots_of_before() -> None:
    over = replace(FILLED, closed=Closed(at=after(minutes=12), lasted=timedelta(minutes=12), witnessed=True))
    still = replace(FILLED, topic=account_topic("200301"))
    told = read(alert(part(over, still, free=2, digest=Digest(cause=Cause.QUIET_OVER))))
    assert told.split("\n")[0].startswith("☀️ Quiet hours over: MiniMax: **studio-b** is full")
    assert "of 13 free" not in told
