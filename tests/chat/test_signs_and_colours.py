"""How much room there is, by its documented thresholds."""

from bot.accounts.snapshot import Account
from bot.chat.signs_and_colours import Level, level_of_provider, level_of_slots
from tests.chat.samples import FAULTED, FULL, UNKNOWN, A, B, seen
from tests.rows import each_row


@each_row(
    ("free", "total", "level"),
    [
        (0, 5, Level.FULL),
        (0, 0, Level.FULL),
        (1, 1, Level.FREE),
        (1, 2, Level.FREE),
        (1, 3, Level.TIGHT),
        (2, 3, Level.FREE),
        (2, 10, Level.TIGHT),
        (2, 9, Level.FREE),
        (20, 100, Level.TIGHT),
        (21, 100, Level.FREE),
        (5, 5, Level.FREE),
    ],
)
def test_room_is_tight_up_to_a_fifth_or_at_the_last_of_three(free: int, total: int, level: Level) -> None:
    assert level_of_slots(free, total) is level


@each_row(
    ("accounts", "level"),
    [
        ((A,), Level.FREE),
        ((B,), Level.TIGHT),
        ((A, UNKNOWN, FAULTED), Level.FREE),
        ((FULL,), Level.FULL),
        ((FULL, FAULTED), Level.FULL),
        ((FULL, UNKNOWN), Level.UNKNOWN),
        ((UNKNOWN,), Level.UNKNOWN),
        ((FAULTED,), Level.UNKNOWN),
        ((), Level.UNKNOWN),
    ],
)
def test_a_provider_is_full_only_where_nothing_is_unknown(accounts: tuple[Account, ...], level: Level) -> None:
    assert level_of_provider(seen(*accounts)) is level


def test_every_level_has_its_sign_and_colour() -> None:
    assert len({level.sign for level in Level}) == len(Level)
    assert len({level.colour for level in Level}) == len(Level)
