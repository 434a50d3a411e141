"""How a topic that keeps changing is told: while it does, when it has settled, and how its messages end."""

from dataclasses import replace

import pytest

from bot.alerts.news import Flaps, News
from bot.chat.alert.news_words import Reading, is_over, reading
from bot.chat.message import Level
from bot.subscriptions.topic import Condition
from tests.chat.alert.told import (
    ANSWERS,
    ELSEWHERE,
    FILLED,
    FREED,
    JOANNA,
    KEEPS,
    KEPT,
    LOW,
    OVER,
    RISEN,
    SETTLED,
    SILENT,
    UNFOLLOWED,
    WORDING,
    alert,
    lines_of,
    part,
    read,
)


@pytest.mark.parametrize(
    ("news", "level", "headline", "line"),
    [
        (
            replace(FILLED, flaps=KEEPS, changes=3),
            Level.TIGHT,
            "MiniMax: studio-a keeps filling and freeing",
            "🟡 **studio-a** · keeps filling and freeing: 8 changes in 9:12, now full",
        ),
        (
            replace(FREED, flaps=KEEPS),
            Level.TIGHT,
            "MiniMax: studio-b keeps filling and freeing",
            "🟡 **studio-b** · keeps filling and freeing: 8 changes in 10:12, now free",
        ),
        (
            replace(FILLED, flaps=replace(KEEPS, changes=14), closed=KEPT),
            Level.UNKNOWN,
            "MiniMax: studio-a kept filling and freeing",
            "⚪ **studio-a** · kept filling and freeing: 14 changes in 23:00",
        ),
        (
            replace(FREED, flaps=replace(KEEPS, changes=14), closed=KEPT),
            Level.UNKNOWN,
            "MiniMax: studio-b kept filling and freeing",
            "⚪ **studio-b** · kept filling and freeing: 14 changes in 23:00",
        ),
        (
            replace(FILLED, flaps=KEEPS, closed=UNFOLLOWED),
            Level.UNKNOWN,
            "MiniMax: studio-a kept filling and freeing",
            "⚪ **studio-a** · kept filling and freeing: 8 changes in 9:12; nobody follows it here any more",
        ),
        (
            replace(FILLED, flaps=SETTLED),
            Level.FULL,
            "MiniMax: studio-a has settled: full (5/5)",
            "🔴 **studio-a** · has settled: full, 5 of 5 in use, after 14 changes in 23:00",
        ),
        (
            replace(FREED, flaps=SETTLED),
            Level.FREE,
            "MiniMax: studio-b has settled: free (2 of 5 free)",
            "🟢 **studio-b** · has settled: free, 3 of 5 in use, after 14 changes in 23:00",
        ),
        (
            replace(FILLED, flaps=SETTLED, closed=OVER),
            Level.UNKNOWN,
            "MiniMax: studio-a was full for 12:04",
            "⚪ **studio-a** · was full for 12:04",
        ),
        (
            replace(LOW, flaps=KEEPS),
            Level.TIGHT,
            "MiniMax keeps running low on free slots and recovering",
            "🟡 Keeps running low on free slots and recovering: 8 changes in 10:12, now low",
        ),
        (
            replace(RISEN, flaps=KEEPS, closed=KEPT),
            Level.UNKNOWN,
            "MiniMax kept running low on free slots and recovering",
            "⚪ Kept running low on free slots and recovering: 8 changes in 23:00",
        ),
        (
            replace(RISEN, flaps=SETTLED),
            Level.FREE,
            "MiniMax has settled: 5 of 13 slots free",
            "🟢 Has settled: 5 of 13 slots free, after 14 changes in 23:00",
        ),
        (
            replace(ANSWERS, flaps=KEEPS),
            Level.TIGHT,
            "MiniMax keeps failing and answering",
            "Keeps failing and answering: 8 changes in 10:12, now answering.",
        ),
        (
            replace(ANSWERS, flaps=KEEPS, closed=KEPT),
            Level.UNKNOWN,
            "MiniMax kept failing and answering",
            "Kept failing and answering: 8 changes in 23:00.",
        ),
        (
            replace(ANSWERS, flaps=SETTLED),
            Level.FREE,
            "MiniMax has settled: answering",
            "Has settled: answering, after 14 changes in 23:00.",
        ),
    ],
)
def test_it_reads(news: News, level: Level, headline: str, line: str) -> None:
    told = alert(part(news))
    assert "".join(map(str, WORDING.message(told).headline)) == headline
    assert lines_of(told)[0] == line
    assert WORDING.message(told).cards[0].level is level


def test_a_silent_provider_that_keeps_failing_says_why() -> None:
    assert (
        read(alert(part(replace(SILENT, flaps=KEEPS))))
        == r"""MiniMax keeps failing and answering
[tight] MiniMax keeps failing and answering
The token was refused (401). Check USEAPI\_TOKEN.
Keeps failing and answering: 8 changes in 8:12, now failing.
(id abcd2345)"""
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replace(FILLED, flaps=KEEPS), "2 accounts keep filling and freeing"),
        (replace(FILLED, flaps=KEEPS, closed=KEPT), "2 accounts kept filling and freeing"),
        (replace(FILLED, flaps=SETTLED), "2 accounts have settled: full"),
    ],
)
def test_several_are_counted(change: News, said: str) -> None:
    told = alert(part(change, replace(change, topic=JOANNA)))
    assert read(told).split("\n")[0] == f"MiniMax: {said}"


@pytest.mark.parametrize(("flaps", "has_room"), [(KEEPS, False), (SETTLED, True), (None, True)])
def test_room_is_named_unless_the_message_only_counts_changes(*, flaps: Flaps | None, has_room: bool) -> None:
    told = read(alert(part(replace(FILLED, flaps=flaps), room=ELSEWHERE)))
    assert ("\nRoom: **studio-b** 2 free" in told) is has_room


@pytest.mark.parametrize("news", [FILLED, FREED, LOW, RISEN, SILENT, ANSWERS])
def test_only_what_was_under_way_can_be_over(news: News) -> None:
    over = replace(news, closed=OVER)
    assert is_over(over) is news.what.opens
    assert reading(over) is (Reading.OVER if news.what.opens else Reading.PLAIN)
    assert not is_over(news)
    assert is_over(replace(over, flaps=KEEPS))


@pytest.mark.parametrize(
    ("news", "level"),
    [
        ((FILLED, FREED), Level.TIGHT),
        ((FILLED, replace(FREED, flaps=KEEPS)), Level.FULL),
        ((FILLED, ANSWERS), Level.FULL),
        ((FILLED, LOW, SILENT), Level.FULL),
        ((LOW, FREED), Level.TIGHT),
        ((replace(FILLED, closed=OVER), FREED), Level.FREE),
        ((replace(FILLED, closed=OVER), SILENT), Level.UNKNOWN),
        ((), Level.UNKNOWN),
    ],
)
def test_the_worst_gives_its_colour_to_all(news: tuple[News, ...], level: Level) -> None:
    assert WORDING.message(alert(part(*news))).cards[0].level is level


def test_each_colour_has_its_meaning() -> None:
    whole = {Condition.FULL: Level.FULL, Condition.LOW: Level.TIGHT, Condition.SILENT: Level.UNKNOWN}
    for news in (FILLED, FREED, LOW, RISEN, SILENT, ANSWERS):
        assert WORDING.message(alert(part(news))).cards[0].level is whole.get(news.what, Level.FREE)
