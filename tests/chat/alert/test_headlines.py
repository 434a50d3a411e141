"""What a locked phone shows: to each kind of watch of each change, whether one can render now, and where."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.alerts.alert import Alert
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.alerts.news import Closed, Details, News
from bot.history.slot_forecast import SlotForecast
from bot.subscriptions.watch import Style, Tell, Watch
from tests.alerts.tale import USUAL, Tale
from tests.chat.alert.test_health_alerts import EMPTY, ENDING, SIGNED_OUT, over
from tests.chat.alert.told import (
    ELSEWHERE,
    FILLED,
    FREED,
    HIDDEN,
    JOANNA,
    KEEPS,
    SETTLED,
    STUCK,
    alert,
    message_of,
    part,
)
from tests.chat.drawn import drawn
from tests.moments import after
from tests.rows import each_row

WATCHES: Mapping[str, Watch] = {
    "everything": USUAL,
    "provider": replace(USUAL, tell=Tell.PROVIDER),
    "provider, low": replace(USUAL, tell=Tell.PROVIDER, warn=2),
    "accounts": replace(USUAL, tell=Tell.ACCOUNTS),
    "accounts, low": replace(USUAL, tell=Tell.ACCOUNTS, warn=2),
    "accounts, edited": replace(USUAL, tell=Tell.ACCOUNTS, style=Style.EDIT),
    "account b": replace(USUAL, account="b"),
    "stuck": replace(USUAL, tell=Tell.STUCK),
    "health": replace(USUAL, tell=Tell.HEALTH),
}

FULL = "🔴 **MiniMax is full: 0 of 4 free**"
B_TOO = "🔴 **MiniMax is full: 0 of 4 free.** **b** is full too"
ROOM = "🟢 **MiniMax has room: 1 of 4 free.** Use **a** · was full for at least 1 min"
A_FREED = "🟢 MiniMax: **a** has room again, 1 of 2 free · was full for at least 1 min"
B_FREED = A_FREED.replace("**a**", "**b**")
LOW = "🟡 **MiniMax is low: 2 of 4 free** (alert at 2). Use **b**"
STOPS = "no alerts about that until it stops"
CHANGES = f"3 changes in 2 min · {STOPS}"
FLAPS = f"🔴 **MiniMax keeps filling and freeing: 0 of 4 free** · {CHANGES}"

TABLE: Mapping[tuple[str, ...], Mapping[str, str]] = {
    # Free slots of a, b and c in one look after the other; then what the last of them tells each kind of watch.
    ("11", "00"): {
        "everything": FULL,
        "provider": FULL,
        "provider, low": FULL,
        "accounts": FULL,
        "accounts, low": FULL,
        "accounts, edited": FULL,
        "account b": B_TOO,
    },
    ("01", "00"): {
        "everything": FULL,
        "provider": FULL,
        "provider, low": FULL,
        "accounts": B_TOO,
        "accounts, low": B_TOO,
        "accounts, edited": B_TOO,
        "account b": B_TOO,
    },
    ("12", "02"): {
        "everything": "🟡 MiniMax: **a** is full. 2 of 4 still free, use **b**",
        "provider, low": LOW,
        "accounts": "🟡 MiniMax: **a** is full. 2 of 4 still free, use **b**",
        "accounts, low": LOW,
        "accounts, edited": "🟡 MiniMax: **a** is full. 2 of 4 still free, use **b**",
    },
    ("111", "001"): {
        "everything": "🟡 MiniMax: 2 accounts are full. 1 of 6 still free, use **c**",
        "provider, low": "🟡 **MiniMax is low: 1 of 6 free** (alert at 2). Use **c**",
        "accounts": "🟡 MiniMax: 2 accounts are full. 1 of 6 still free, use **c**",
        "accounts, low": "🟡 **MiniMax is low: 1 of 6 free** (alert at 2). Use **c**",
        "accounts, edited": "🟡 MiniMax: 2 accounts are full. 1 of 6 still free, use **c**",
        "account b": "🟡 MiniMax: **b** is full. 1 of 6 still free, use **c**",
    },
    ("02", "12"): {
        "everything": A_FREED,
        "provider, low": "🟢 **MiniMax: 3 of 4 free again**, use **b** · was low for at least 1 min",
        "accounts": A_FREED,
        "accounts, low": "🟢 **MiniMax: 3 of 4 free again**, use **b** · was low for at least 1 min",
        "accounts, edited": A_FREED,
    },
    ("00", "10"): {
        "everything": ROOM,
        "provider": ROOM,
        "provider, low": ROOM,
        "accounts": A_FREED,
        "accounts, low": A_FREED,
        "accounts, edited": A_FREED,
    },
    ("00", "21"): {
        "everything": ROOM.replace("1 of 4", "3 of 4"),
        "provider": ROOM.replace("1 of 4", "3 of 4"),
        "provider, low": ROOM.replace("1 of 4", "3 of 4"),
        "accounts": "🟢 MiniMax: 2 accounts have room again. 3 of 4 free, use **a**",
        "accounts, low": "🟢 **MiniMax: 3 of 4 free again**, use **a** · was low for at least 1 min",
        "accounts, edited": "🟢 MiniMax: 2 accounts have room again. 3 of 4 free, use **a**",
        "account b": B_FREED,
    },
    ("10", "01"): {
        "everything": "🟡 **MiniMax: 1 of 4 free.** Use **b** · **a** is full, **b** has room again",
        "accounts": "🟡 **MiniMax: 1 of 4 free.** Use **b** · **a** is full, **b** has room again",
        "accounts, low": "🟡 **MiniMax: 1 of 4 free.** Use **b** · **a** is full, **b** has room again",
        "accounts, edited": "🟡 **MiniMax: 1 of 4 free.** Use **b** · **a** is full, **b** has room again",
        "account b": B_FREED,
    },
    ("12", "02", "12", "02"): {
        "everything": f"🟡 MiniMax: **a** keeps filling and freeing. 2 of 4 free, use **b** · {CHANGES}",
        "provider, low": (f"🟡 **MiniMax keeps running low and recovering: 2 of 4 free.** Use **b** · {CHANGES}"),
        "accounts": f"🟡 MiniMax: **a** keeps filling and freeing. 2 of 4 free, use **b** · {CHANGES}",
        "accounts, low": (f"🟡 **MiniMax keeps running low and recovering: 2 of 4 free.** Use **b** · {CHANGES}"),
        "accounts, edited": f"🟡 MiniMax: **a** keeps filling and freeing. 2 of 4 free, use **b** · {CHANGES}",
    },
    ("01", "00", "01", "00"): {
        "everything": FLAPS,
        "provider": FLAPS,
        "provider, low": FLAPS,
        "accounts": f"🔴 MiniMax: **b** keeps filling and freeing. 0 of 4 free · {CHANGES}",
        "accounts, low": f"🔴 MiniMax: **b** keeps filling and freeing. 0 of 4 free · {CHANGES}",
        "accounts, edited": f"🔴 MiniMax: **b** keeps filling and freeing. 0 of 4 free · {CHANGES}",
        "account b": f"🔴 MiniMax: **b** keeps filling and freeing. 0 of 4 free · {CHANGES}",
    },
}


def heard(watch: Watch, *looks: str) -> list[str]:
    """Let a channel hear of looks a minute apart, and return the headlines that the last of them brings."""
    tale = Tale(replace(watch, role=None), thresholds=AlertThresholds(flapping_changes=3))
    told = [
        tale.look(timedelta(minutes=number), **{name: int(left) for name, left in zip("abc", free, strict=False)})
        for number, free in enumerate(looks)
    ]
    return [headline(tale.messages[alert.key]) for alert in told[-1].alerts]


def headline(told: Alert) -> str:
    """Return the first line of an alert's message."""
    return drawn(message_of(told)).split("\n")[0]


@each_row("looks", TABLE)
def test_each_headline_says_whether_there_is_room_and_where(looks: tuple[str, ...]) -> None:
    said = {name: heard(watch, *looks) for name, watch in WATCHES.items()}
    assert said == {name: [TABLE[looks][name]] if name in TABLE[looks] else [] for name in WATCHES}


SOON = SlotForecast(low=timedelta(minutes=2), high=timedelta(minutes=5))
LATER = SlotForecast(low=timedelta(minutes=9), high=timedelta(minutes=20))
OTHERS = "6 of 13 free, use **studio-b**"
A_FLAPS = replace(FILLED, flaps=KEEPS)


@each_row(
    ("news", "said"),
    [
        (FILLED, "🟡 MiniMax: **studio-a** is full. 6 of 13 still free, use **studio-b**"),
        (A_FLAPS, f"🟡 MiniMax: **studio-a** keeps filling and freeing. {OTHERS} · 8 changes in 9 min · {STOPS}"),
        (
            replace(FILLED, flaps=SETTLED),
            ("🟡 MiniMax: **studio-a** stays full now. 6 of 13 still free, use **studio-b**"),
        ),
        (
            SIGNED_OUT,
            "⚠️ MiniMax: **studio-a** is signed out. 6 of 13 still free, use **studio-b**. Sign in again at useapi.net",
        ),
        (
            replace(SIGNED_OUT, details=Details(sentence="Account is on hold")),
            "⚠️ MiniMax: **studio-a** is on hold. 6 of 13 still free, use **studio-b**. Check it at useapi.net",
        ),
        (
            EMPTY,
            (
                "⚠️ MiniMax: **studio-b** has used up its quota, which resets <t:1779019200:R>. "
                "6 of 13 still free, use **200303**"
            ),
        ),
        (
            ENDING,
            (
                f"⚠️ MiniMax: **jo…@example.com** will be signed out <t:1779278400:f>. {OTHERS}."
                " Sign in again at useapi.net before that"
            ),
        ),
        (
            over(SIGNED_OUT, SIGNED_OUT.before or SIGNED_OUT.what),
            f"🟢 MiniMax: **studio-a** can be used again. {OTHERS} · unusable for 3 h 05",
        ),
        (STUCK, f"⚠️ MiniMax: **shot_12** on studio-a seems stuck: 1 h so far. {OTHERS}"),
    ],
)
def test_whatever_is_told_of_an_account_says_where_to_go(news: News, said: str) -> None:
    assert headline(alert(part(news, room=ELSEWHERE, free=6))) == said


def test_an_account_that_keeps_changing_is_named_only_where_no_other_has_room() -> None:
    flaps = replace(FREED, flaps=KEEPS)
    others = headline(alert(part(flaps, room=ELSEWHERE, free=6)))
    alone = headline(alert(part(flaps, room=ELSEWHERE[:1], free=2)))
    assert "6 of 13 free, use **200303** ·" in others
    assert "2 of 13 free, use **studio-b** ·" in alone


@each_row(
    ("news", "said"),
    [
        ([FILLED], " **studio-a** is full too"),
        ([FILLED, HIDDEN], ""),
        ([replace(FILLED, frees=SOON)], " Next slot on studio-a usually in 2-5 min"),
        (
            [replace(FILLED, frees=LATER), replace(HIDDEN, frees=SOON)],
            " Next slot on jo…@example.com usually in 2-5 min",
        ),
        ([replace(FILLED, flaps=SETTLED)], " **studio-a** is full too"),
    ],
)
def test_accounts_that_leave_nothing_free_are_told_as_the_provider_that_is_full(news: list[News], said: str) -> None:
    full = replace(part(*news), total=13, nothing_free=True)
    uncounted = replace(full, total=0)
    assert headline(alert(full)) == f"🔴 **MiniMax is full: 0 of 13 free{'.' if said else ''}**{said}"
    assert headline(alert(uncounted)) == f"🔴 **MiniMax is full{'.' if said else ''}**{said}"


def test_once_one_of_several_that_are_full_has_room_again_no_slots_are_counted() -> None:
    freed = replace(HIDDEN, closed=Closed(at=after(minutes=9), lasted=timedelta(minutes=9), witnessed=True))
    full = replace(part(FILLED, freed), total=13, nothing_free=True)
    said = "MiniMax: **studio-a** is full, **jo…@example.com** was full for 9 min"
    assert headline(alert(full)) == f"🟡 {said}"
    assert headline(alert(replace(full, free=6, nothing_free=False))) == f"🟡 {said}"


def test_accounts_that_leave_nothing_free_are_named_below() -> None:
    joanna = replace(FILLED, topic=JOANNA)
    one, two = (
        drawn(message_of(alert(replace(part(*news), total=4, nothing_free=True))))
        for news in ((FILLED,), (FILLED, joanna))
    )
    assert len(one.split("\n")) == 1
    assert two.split("\n")[2:4] == ["🔴 **studio-a** · full", "🔴 **jo…@example.com** · full"]


def test_nothing_is_called_full_while_an_account_that_is_not_known_may_have_room() -> None:
    for watch in (USUAL, replace(USUAL, tell=Tell.ACCOUNTS), replace(USUAL, style=Style.EDIT)):
        tale = Tale(replace(watch, role=None))
        tale.look(timedelta(), a=1, b=1, c=1, d=1)
        tale.look(timedelta(minutes=1), a=0, b=1, c=None, d=None)
        (told,) = tale.look(timedelta(minutes=2), a=0, b=0, c=None, d=None).alerts
        known = "MiniMax: 0 of 4 free, 2 accounts can't be checked."
        assert headline(told) == f"🟡 **{known}** **b** is full"
        tale.look(timedelta(minutes=3), a=0, b=0, c=1, d=None)
        (more,) = tale.look(timedelta(minutes=4), a=0, b=0, c=0, d=None).alerts
        assert headline(more) == "🟡 **MiniMax: 0 of 6 free, 1 account can't be checked.** **c** is full"


@each_row(
    ("news", "said"),
    [
        ([FILLED, HIDDEN], "🟡 **MiniMax: 0 of 4 free, 2 accounts can't be checked**"),
        (
            [replace(FILLED, frees=SOON)],
            "🟡 **MiniMax: 0 of 4 free, 2 accounts can't be checked.** Next slot on studio-a usually in 2-5 min",
        ),
        (
            [A_FLAPS],
            (
                "🟡 MiniMax: **studio-a** keeps filling and freeing. 0 of 4 free, 2 accounts can't be checked"
                f" · 8 changes in 9 min · {STOPS}"
            ),
        ),
        (
            [SIGNED_OUT],
            (
                "⚠️ MiniMax: **studio-a** is signed out. 0 of 4 free, 2 accounts can't be checked."
                " Sign in again at useapi.net"
            ),
        ),
    ],
)
def test_accounts_that_may_have_room_are_counted_where_no_other_has(news: list[News], said: str) -> None:
    assert headline(alert(replace(part(*news), total=4, unchecked=2))) == said
    has_room = replace(part(*news, room=ELSEWHERE, free=6), unchecked=2)
    assert "checked" not in headline(alert(has_room))
