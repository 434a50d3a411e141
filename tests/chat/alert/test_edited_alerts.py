"""What a message says after an edit, all of one look: what has changed since in other messages is past, or left out."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.look_context import Forecast
from bot.subscriptions.watch import Style, Tell, Watch
from tests.alerts.tale import USUAL, Tale
from tests.alerts.test_stuck import AnHour
from tests.chat.alert.told import message_of
from tests.chat.drawn import drawn

EDIT = replace(USUAL, style=Style.EDIT)
POOL_ON_HOLD = (
    replace(USUAL, tell=Tell.PROVIDER, warn=2, hold=timedelta(minutes=1)),
    replace(EDIT, id=2, provider="minimax", tell=Tell.ACCOUNTS),
)


def messages(watches: tuple[Watch, ...], *looks: tuple[int, ...], experience: Forecast | None = None) -> list[str]:
    """Return how every message reads after looks, half a minute apart, at accounts a, b, c with so many free slots."""
    tale = Tale(*watches)
    tale.experience = experience or tale.experience
    for number, slots in enumerate(looks):
        tale.look(timedelta(seconds=30 * number), **dict(zip("abc", slots, strict=True)))
    return [drawn(message_of(alert)) for alert in tale.messages.values()]


def test_what_filled_up_again_in_another_message_was_full() -> None:
    first, second = messages((EDIT,), (2, 2, 2), (0, 0, 2), (0, 2, 2), (0, 0, 2), (1, 0, 2))

    assert first.split("\n") == [
        "🟢 MiniMax: **a** has room again. 3 of 6 free, use **c**",
        "[free]",
        "🟢 **a** · has room again, 1 of 2 free · was full for 1 min",
        "⚪ **b** · was full for 30 s",
        "(Checked)",
    ]
    assert second.startswith("🟡 MiniMax: **b** is full. 2 of 6 still free, use **c**")


def test_the_message_that_counts_changes_names_no_other_that_filled_up_since() -> None:
    looks = tuple(zip((2, 0, 2, 0, 2, 0, 2, 0), (2,) * 8, (2, 2, 2, 2, 0, 0, 2, 0), strict=True))
    *_, counts = messages((USUAL,), *looks[:-1])
    assert "🟢 **c** · has room again, 2 of 2 free" in counts
    *_, counts, filled = messages((USUAL,), *looks)

    assert counts.startswith("🟡 MiniMax: **a** keeps filling and freeing. 2 of 6 free, use **b**")
    assert "**c**" not in counts
    assert filled.startswith("🟡 MiniMax: **c** is full. 2 of 6 still free")


def test_an_account_has_as_many_free_slots_as_the_edit_counts() -> None:
    (said,) = messages((EDIT,), (2, 2, 2), (0, 0, 2), (0, 2, 2), (1, 1, 2))

    assert "🟢 **b** · has room again, 1 of 2 free" in said
    assert "🟢 **a** · has room again, 1 of 2 free" in said


def test_how_low_a_provider_is_is_counted_anew() -> None:
    (said,) = messages((replace(EDIT, warn=2),), (2, 2, 2), (0, 0, 0), (1, 0, 0))

    assert said.split("\n")[0] == "<@&7> 🟢 **MiniMax has room: 1 of 6 free.** Use **a** · was full for 30 s"
    assert "🟡 1 of 6 free (alert at 2)" in said


def test_a_provider_is_not_called_low_beside_more_free_slots_while_that_is_on_hold() -> None:
    looks = ((2, 2, 2), (0, 0, 2), (0, 0, 2), (0, 0, 0))
    _, low = messages(POOL_ON_HOLD, *looks)
    assert "MiniMax is low: 0 of 6 free** (alert at 2)" in low
    _, freed = messages(POOL_ON_HOLD, *looks, (2, 2, 2))

    assert freed == "<@&7> 🟢 MiniMax: **c** has room again, 2 of 2 free · was full for 30 s\n[free]\n(Checked)"


def test_a_message_of_which_a_part_is_over_says_no_more_how_much_was_free_before() -> None:
    first, second = messages((USUAL,), (2, 2, 2), (0, 0, 2), (0, 2, 2), experience=AnHour())

    assert first.split("\n") == [
        "🟡 MiniMax: **a** is full, **b** was full for 30 s",
        "[tight]",
        "🔴 **a** · full",
        "⚪ **b** · was full for 30 s",
    ]
    assert second.startswith("🟢 MiniMax: **b** has room again, 2 of 2 free")
