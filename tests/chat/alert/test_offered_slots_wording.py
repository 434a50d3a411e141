"""Alerts while free slots are offered to people who waited: the number stays, the place to go changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert, Cause, Digest, Part, Room
from bot.alerts.news import Details, Flaps, News
from bot.subscriptions.topics_and_conditions import SLOTS, Condition
from tests.chat.alert.told import ANSWERS, FILLED, FREED, LOW, alert, read
from tests.moments import NOON, after
from tests.rows import each_row

HAS_ROOM = News(
    topic=SLOTS,
    what=Condition.HAS_ROOM,
    since=NOON,
    details=Details(in_use=11, limit=13, offered=2, offered_to=2),
    lasted=timedelta(minutes=3),
    lasted_witnessed=True,
    before=Condition.NOTHING_FREE,
)
FREED_TO_ANN = replace(FREED, details=replace(FREED.details, offered=2, offered_to=2))
FREED_IN_PART = replace(FREED, details=replace(FREED.details, offered=1, offered_to=1))
STUDIO_A = (Room(account="200300", free=1),)
STUDIO_B = (Room(account="200301", free=2),)


def all_offered(*news: News, digest: Digest | None = None) -> Alert:
    """Return an alert while both free slots are offered to two people."""
    return alert(Part(provider="minimax", at=NOON, news=news, free=2, total=13, offered=2, offered_to=2, digest=digest))


def partly(*news: News, free: int = 3, room: Sequence[Room] = STUDIO_A) -> Alert:
    """Return an alert while one free slot is offered to somebody."""
    part = Part(provider="minimax", at=NOON, news=news, room=tuple(room), free=free, total=13, offered=1, offered_to=1)
    return alert(part)


SAID = [
    (
        all_offered(HAS_ROOM),
        "🟢 **MiniMax has room: 2 of 13 free, offered to 2 people who waited** · was full for 3 min",
    ),
    (
        all_offered(HAS_ROOM, FREED_TO_ANN),
        (
            "🟢 **MiniMax has room: 2 of 13 free, offered to 2 people who waited** · was full for 3 min\n[free]\n"
            "🟢 **studio-b** · has room again, 2 of 5 free · was full for 12 min"
        ),
    ),
    (
        partly(replace(HAS_ROOM, details=Details(in_use=10, limit=13, offered=1, offered_to=1)), FREED_IN_PART),
        (
            "🟢 **MiniMax has room: 3 of 13 free.** Use **studio-a** · 1 offered to somebody who waited"
            " · was full for 3 min\n[free]\n"
            "🟢 **studio-b** · has room again, 2 of 5 free, 1 offered"
            " · was full for 12 min"
        ),
    ),
    (
        all_offered(FREED_TO_ANN),
        ("🟢 MiniMax: **studio-b** has room again, 2 of 5 free, offered to 2 people who waited · was full for 12 min"),
    ),
    (
        partly(FILLED, free=3, room=STUDIO_B),
        ("🟡 MiniMax: **studio-a** is full. 3 of 13 still free, use **studio-b** · 1 offered to somebody who waited"),
    ),
    (
        all_offered(FILLED),
        "🟡 MiniMax: **studio-a** is full. 2 of 13 still free, offered to 2 people who waited",
    ),
    (
        all_offered(replace(LOW, details=Details(in_use=11, limit=13, warn=3, offered=2, offered_to=2))),
        "🟡 **MiniMax is low: 2 of 13 free, offered to 2 people who waited** (alert at 3)",
    ),
    (
        all_offered(ANSWERS),
        ("🟢 **MiniMax can be checked again: 2 of 13 free, offered to 2 people who waited** · unchecked for 12 min"),
    ),
    (
        all_offered(replace(HAS_ROOM, flaps=Flaps(changes=6, since=after(minutes=-9)))),
        (
            "🟡 **MiniMax keeps filling and freeing: 2 of 13 free, offered to 2 people who waited**"
            " · 6 changes in 9 min · no alerts about that until it stops"
        ),
    ),
    (
        all_offered(HAS_ROOM, digest=Digest(cause=Cause.QUIET_OVER)),
        "☀️ Quiet hours over: **MiniMax 2 of 13 free, offered to 2 people who waited**",
    ),
    (
        alert(
            Part(provider="minimax", at=NOON, news=(HAS_ROOM,), free=2, total=13, offered=2, offered_to=2),
            Part(provider="kling", at=NOON, news=(HAS_ROOM,), room=STUDIO_A, free=1, total=4),
        ),
        "**MiniMax has room: 2 of 13 free, offered to 2 people who waited** · was full for 3 min; **Kling has room:",
    ),
]


@each_row(("told", "said"), SAID)
def test_slots_that_are_offered_to_people_who_waited_are_no_place_to_go(told: Alert, said: str) -> None:
    assert read(told).startswith(said)


def test_a_card_names_only_what_is_offered_to_nobody() -> None:
    places = (Room(account="200301", free=2), Room(account="200302", free=1))
    assert "Free now: **studio-b** 2 · **200302** 1 · 1 elsewhere" in read(partly(FILLED, free=5, room=places))
    assert "Free now" not in read(partly(FILLED, free=3, room=STUDIO_B))
