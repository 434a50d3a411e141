"""How a topic that keeps changing is told: while it does, when it has settled, and how its messages end."""

from dataclasses import replace

from bot.alerts.alert import Room
from bot.alerts.news import Details, Flaps, News
from bot.chat.alert.alert_colours import part_level
from bot.chat.alert.news_state import Reading, is_over, reading
from bot.chat.signs_and_colours import Level
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
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
    STUCK,
    UNFOLLOWED,
    alert,
    lines_of,
    message_of,
    part,
    read,
)
from tests.rows import each_row

ALL_FREE = replace(FREED, topic=SLOTS, what=Condition.HAS_ROOM, details=Details())
ALL_FULL = replace(FILLED, topic=SLOTS, what=Condition.NOTHING_FREE, details=Details())


@each_row(
    ("news", "level", "headline", "line"),
    [
        (
            replace(FILLED, flaps=KEEPS, changes=3),
            Level.TIGHT,
            (
                "🟡 MiniMax: **studio-a** keeps filling and freeing · 8 changes in 9 min"
                " · no alerts about that until it stops"
            ),
            "🟡 **studio-a** · keeps filling and freeing: 8 changes in 9 min, now full",
        ),
        (
            replace(FREED, flaps=KEEPS),
            Level.TIGHT,
            (
                "🟡 MiniMax: **studio-b** keeps filling and freeing · 8 changes in 10 min"
                " · no alerts about that until it stops"
            ),
            "🟡 **studio-b** · keeps filling and freeing: 8 changes in 10 min, now free",
        ),
        (
            replace(FILLED, flaps=replace(KEEPS, changes=14), closed=KEPT),
            Level.UNKNOWN,
            "⚪ ~~MiniMax: studio-a keeps filling and freeing~~ · 14 changes in 23 min, until <t:1778847480:t>",
            "⚪ **studio-a** · kept filling and freeing: 14 changes in 23 min",
        ),
        (
            replace(FREED, flaps=replace(KEEPS, changes=14), closed=KEPT),
            Level.UNKNOWN,
            "⚪ ~~MiniMax: studio-b keeps filling and freeing~~ · 14 changes in 23 min, until <t:1778847480:t>",
            "⚪ **studio-b** · kept filling and freeing: 14 changes in 23 min",
        ),
        (
            replace(FILLED, flaps=KEEPS, closed=UNFOLLOWED),
            Level.UNKNOWN,
            "⚪ ~~MiniMax: studio-a keeps filling and freeing~~ · 8 changes in 9 min · not followed here any more",
            "⚪ **studio-a** · kept filling and freeing: 8 changes in 9 min; nobody follows it here any more",
        ),
        (
            replace(FILLED, flaps=SETTLED),
            Level.FULL,
            "🔴 MiniMax: **studio-a** stays full now",
            "🔴 **studio-a** · stays full now, after 14 changes in 23 min",
        ),
        (
            replace(FREED, flaps=SETTLED),
            Level.FREE,
            "🟢 MiniMax: **studio-b** stays free now, 2 of 5 free",
            "🟢 **studio-b** · stays free now, 2 of 5 free, after 14 changes in 23 min",
        ),
        (
            replace(FILLED, flaps=SETTLED, closed=OVER),
            Level.UNKNOWN,
            "⚪ ~~MiniMax: studio-a is full~~ · was full for 12 min, until <t:1778847064:t>",
            "⚪ **studio-a** · was full for 12 min",
        ),
        (
            replace(LOW, flaps=KEEPS),
            Level.TIGHT,
            (
                "🟡 **MiniMax keeps running low and recovering** · 8 changes in 10 min"
                " · no alerts about that until it stops"
            ),
            "🟡 Keeps running low and recovering: 8 changes in 10 min, now low",
        ),
        (
            replace(RISEN, flaps=KEEPS, closed=KEPT),
            Level.UNKNOWN,
            "⚪ ~~MiniMax keeps running low and recovering~~ · 8 changes in 23 min, until <t:1778847480:t>",
            "⚪ Kept running low and recovering: 8 changes in 23 min",
        ),
        (
            replace(RISEN, flaps=SETTLED),
            Level.FREE,
            "🟢 **MiniMax: 5 of 13 free again** · was low for 8 min",
            "🟢 Is not low any more, 5 of 13 free, after 14 changes in 23 min",
        ),
        (
            replace(ANSWERS, flaps=KEEPS),
            Level.TIGHT,
            "🟡 **MiniMax keeps failing and answering** · 8 changes in 10 min · no alerts about that until it stops",
            "🟡 Keeps failing and answering: 8 changes in 10 min, now answering",
        ),
        (
            replace(ANSWERS, flaps=KEEPS, closed=KEPT),
            Level.UNKNOWN,
            "⚪ ~~MiniMax keeps failing and answering~~ · 8 changes in 23 min, until <t:1778847480:t>",
            "⚪ Kept failing and answering: 8 changes in 23 min",
        ),
        (
            replace(ANSWERS, flaps=SETTLED),
            Level.FREE,
            "🟢 **MiniMax can be checked again**",
            "🟢 Can be checked again, after 14 changes in 23 min",
        ),
    ],
)
def test_it_reads(news: News, level: Level, headline: str, line: str) -> None:
    assert read(alert(part(news))).split("\n")[0] == headline
    assert line in lines_of(alert(part(news, STUCK)))  # beside other news it has a line in the card
    assert part_level(part(news)) is level


@each_row(
    ("settled", "free", "said"),
    [
        (FREED, 2, "🟢 MiniMax: **studio-b** stays free now, 2 of 5 free"),
        (FREED, 6, "🟢 MiniMax: **studio-b** stays free now. 6 of 13 free, use **studio-c**"),
        (FILLED, 6, "🟡 MiniMax: **studio-a** stays full now. 6 of 13 still free, use **studio-c**"),
        (ALL_FREE, 6, "🟢 **MiniMax stays free now: 6 of 13 free.** Use **studio-c**"),
        (ALL_FULL, 0, "🔴 **MiniMax stays full now: 0 of 13 free**"),
        (SILENT, 0, "⚠️ **MiniMax can't be checked.** The token was refused (401). Check USEAPI_TOKEN."),
    ],
)
def test_what_has_settled_says_how_it_is_in_few_words(settled: News, free: int, said: str) -> None:
    room = (Room(account="studio-c", free=free - 2),) if free else ()
    told = replace(part(replace(settled, flaps=SETTLED), room=room, free=free), total=13, nothing_free=not free)
    assert read(alert(told)).split("\n")[0] == said
    # In a message that is edited for each change, nothing else says how many there were.
    live = replace(told, news=(replace(settled, flaps=SETTLED, live=True),))
    assert read(alert(live)).split("\n")[0] == f"{said} · after 14 changes in 23 min"


def test_an_account_is_named_once_where_its_whole_provider_has_settled() -> None:
    room = (Room(account="200301", free=2),)
    several = [replace(one, flaps=SETTLED) for one in (ALL_FREE, FREED)]
    assert (
        read(alert(part(*several, room=room, free=2)))
        == "🟢 **MiniMax stays free now: 2 of 13 free.** Use **studio-b**"
    )
    full = [replace(one, flaps=SETTLED) for one in (ALL_FULL, FILLED)]
    assert message_of(alert(replace(part(*full), total=13, nothing_free=True))).cards == ()
    elsewhere = read(alert(part(*several, room=(Room(account="studio-c", free=2),), free=4)))
    assert elsewhere.endswith("\n🟢 **studio-b** · stays free now, 2 of 5 free, after 14 changes in 23 min")


def test_once_it_has_settled_it_says_how_much_was_free_then() -> None:
    closed = replace(KEPT, free=5, total=13)
    assert read(alert(part(replace(FREED, flaps=KEEPS, closed=closed)))) == (
        "⚪ ~~MiniMax: studio-b keeps filling and freeing~~ · 8 changes in 23 min, until <t:1778847480:t>, "
        "then 5 of 13 free"
    )


def test_a_silent_provider_that_keeps_failing_says_why() -> None:
    assert (
        read(alert(part(replace(SILENT, flaps=KEEPS))))
        == r"""🟡 **MiniMax keeps failing and answering** · 8 changes in 8 min · no alerts about that until it stops
[tight]
The token was refused (401). Check USEAPI_TOKEN.
First failed <t:1778846280:R>. No alerts about its accounts meanwhile."""
    )


@each_row(
    ("change", "said"),
    [
        (replace(FILLED, flaps=KEEPS), "🟡 MiniMax: 2 accounts keep filling and freeing"),
        (
            replace(FILLED, flaps=KEEPS, closed=KEPT),
            "⚪ ~~MiniMax: 2 accounts keep filling and freeing~~ · until <t:1778847480:t>",
        ),
        (replace(FILLED, flaps=SETTLED), "🔴 MiniMax: 2 accounts stay full now"),
    ],
)
def test_several_are_counted(change: News, said: str) -> None:
    told = alert(part(change, replace(change, topic=JOANNA)))
    assert read(told).split("\n")[0] == said


@each_row(("flaps", "has_room"), [(KEEPS, False), (SETTLED, True), (None, True)])
def test_room_is_named_unless_the_message_only_counts_changes(*, flaps: Flaps | None, has_room: bool) -> None:
    told = read(alert(part(replace(FILLED, flaps=flaps), room=ELSEWHERE)))
    assert ("\nFree now: **studio-b** 2" in told) is has_room


@each_row("news", [FILLED, FREED, LOW, RISEN, SILENT, ANSWERS])
def test_only_what_was_under_way_can_be_over(news: News) -> None:
    over = replace(news, closed=OVER)
    assert is_over(over) is news.what.opens
    assert reading(over) is (Reading.OVER if news.what.opens else Reading.PLAIN)
    assert not is_over(news)
    assert is_over(replace(over, flaps=KEEPS))


@each_row(
    ("news", "level"),
    [
        ((FILLED, FREED), Level.TIGHT),
        ((FILLED, replace(FREED, flaps=KEEPS)), Level.FULL),
        ((FILLED, ANSWERS), Level.FULL),
        ((FILLED, LOW, SILENT), Level.FULL),
        ((LOW, FREED), Level.TIGHT),
        ((replace(FILLED, closed=OVER), FREED), Level.FREE),
        ((replace(FILLED, closed=OVER), SILENT), Level.FAULTED),
        ((), Level.UNKNOWN),
    ],
)
def test_the_worst_gives_its_colour_to_all(news: tuple[News, ...], level: Level) -> None:
    assert part_level(part(*news)) is level


def test_each_colour_has_its_meaning() -> None:
    whole = {Condition.FULL: Level.FULL, Condition.LOW: Level.TIGHT, Condition.SILENT: Level.FAULTED}
    for news in (FILLED, FREED, LOW, RISEN, SILENT, ANSWERS):
        assert part_level(part(news)) is whole.get(news.what, Level.FREE)
