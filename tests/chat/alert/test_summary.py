"""What is told late or in part says so: summaries, and how often things changed without_audience."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.alert import Alert, Cause, Digest
from bot.alerts.news import News
from bot.alerts.summary import summarise
from bot.subscriptions.mute import Mute
from bot.subscriptions.topic import Condition
from tests.chat.alert.told import (
    ANSWERS,
    ELSEWHERE,
    FILLED,
    FREED,
    LOW,
    OVER,
    RISEN,
    SILENT,
    alert,
    part,
    read,
)
from tests.moments import NOON, after

HOUR_AGO = after(hours=-1)
AWAY = (
    r"MiniMax: studio-a is full (5/5); Kling: 200301 is free again; old\*one: 2 of 13 slots free"
    " · nothing seen for 1:00:00 · nothing seen for a while"
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            alert(part(FILLED, FREED, free=6, digest=Digest(cause=Cause.QUIET_OVER))),
            """MiniMax: studio-a is full, studio-b is free again · quiet hours are over
[tight] MiniMax · studio-a is full, studio-b is free again
Quiet hours are over. 6 of 13 slots free.

🔴 **studio-a** · full, 5 of 5 in use
🟢 **studio-b** · free again, 3 of 5 in use · was full for 12:04
(id abcd2345)""",
        ),
        (
            alert(part(free=6, digest=Digest(cause=Cause.QUIET_OVER)), part(digest=Digest(cause=Cause.QUIET_OVER))),
            """MiniMax: 6 of 13 slots free; MiniMax: free slots unknown · quiet hours are over
[unknown] MiniMax · 6 of 13 slots free
Quiet hours are over. 6 of 13 slots free.
[unknown] MiniMax · free slots unknown
Quiet hours are over.
(id abcd2345)""",
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
[full] MiniMax · studio-a is full
Nothing was seen from <t:1778842800:t> for 1:00:00: what happened in between shows only in part.

🔴 **studio-a** · full, 5 of 5 in use

Room: **studio-b** 2 free, **200303** 1 free
[free] Kling · 200301 is free again
Nothing was seen for a while: what happened then shows only in part. 6 of 13 slots free.

🟢 **200301** · free again, 3 in use · was full for 12:04
[tight] old\*one · 2 of 13 slots free
🟡 2 of 13 slots free, warned at 3 or fewer

🔕 Muted by <@9> until <t:1778850000:t>
(id abcd2345)""",
        ),
        (
            alert(part(FREED, digest=Digest(cause=Cause.LATE, since=HOUR_AGO))),
            """MiniMax: studio-b is free again (2 of 5 free) · told late
[free] MiniMax · studio-b is free again
Could not be told in time; as of <t:1778846400:t>.

🟢 **studio-b** · free again, 3 of 5 in use · was full for 12:04
(id abcd2345)""",
        ),
    ],
    ids=["quiet hours", "nothing changed", "away", "late"],
)
def test_a_summary_says_why_it_is_one(told: Alert, expected: str) -> None:
    assert read(told) == expected


@pytest.mark.parametrize(
    ("news", "headline", "line"),
    [
        (FILLED, "studio-a is full (5/5)", "full, 5 of 5 in use"),
        (
            replace(FILLED, changes=3),
            "studio-a is full (5/5)",
            "full, 5 of 5 in use · changed 3 times since the last alert about it",
        ),
        (
            replace(FILLED, changes=2, before=Condition.FULL),
            "studio-a is full (5/5), changed 2 times since the last alert about it",
            "full, changed 2 times since the last alert about it, 5 of 5 in use",
        ),
        (
            replace(FILLED, changes=2, before=None),
            "studio-a is full (5/5)",
            "full, 5 of 5 in use · changed 2 times since the last alert about it",
        ),
        (
            replace(FREED, topic=FILLED.topic, changes=2, before=Condition.FREED),
            "studio-a is free again (2 of 5 free), changed 2 times since the last alert about it",
            "free again, changed 2 times since the last alert about it, 3 of 5 in use · was full for 12:04",
        ),
        (replace(FILLED, changes=2, closed=OVER), "studio-a was full for 12:04", "was full for 12:04"),
    ],
)
def test_what_changed_unheard_says_how_often(news: News, headline: str, line: str) -> None:
    lines = read(alert(part(news))).split("\n")
    assert lines[0] == f"MiniMax: {headline}"
    assert lines[2].endswith(f" **studio-a** · {line}")


@pytest.mark.parametrize(
    ("news", "said"),
    [
        (replace(LOW, changes=3), "warned at 3 or fewer · changed 3 times since the last alert about it"),
        (
            replace(LOW, changes=2, before=Condition.LOW),
            "warned at 3 or fewer, changed 2 times since the last alert about it",
        ),
        (replace(RISEN, changes=3), "was low for 8:10 · changed 3 times since the last alert about it"),
        (
            replace(ANSWERS, changes=3),
            "Looks failed for 12:00.\nLooks began or ceased to fail 3 times since the last alert about it.",
        ),
        (
            replace(SILENT, changes=2, before=Condition.SILENT),
            "nothing is told of its accounts.\nLooks began or ceased to fail 2 times since the last alert about it.",
        ),
    ],
)
def test_pool_and_provider_say_how_often_they_changed_too(news: News, said: str) -> None:
    assert f"{said}\n(id" in read(alert(part(news)))


def test_clocks_that_were_set_back_say_nothing_below_zero() -> None:
    told = alert(part(FILLED, digest=Digest(cause=Cause.AWAY, since=NOON + timedelta(hours=1))))
    assert "nothing seen for 0:00\n" in read(told)


def test_a_fold_after_quiet_hours_speaks_of_no_absence() -> None:
    quiet = alert(part(FREED, provider="kling", free=6, digest=Digest(cause=Cause.QUIET_OVER)))
    said = read(summarise([alert(part(FILLED)), quiet], None))
    assert "Quiet hours are over." in said
    assert "Nothing was seen" not in said
    assert "nothing seen" not in said


def test_an_absence_lasts_until_it_was_over_whatever_is_told_after_it() -> None:
    away = Digest(cause=Cause.AWAY, since=HOUR_AGO, until=NOON - timedelta(minutes=10))
    assert "nothing seen for 50:00\n" in read(alert(part(FILLED, digest=away)))


@pytest.mark.parametrize("news", [FILLED, FREED, LOW, RISEN, SILENT, ANSWERS])
def test_changes_are_counted_from_something_named(news: News) -> None:
    for before in (news.before, news.what, None):
        said = read(alert(part(replace(news, changes=2, before=before))))
        assert "2 times since the last alert about it" in said
        assert said.count(" 2 times") == said.count(" 2 times since the last alert about it")
