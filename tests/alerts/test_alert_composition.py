"""What one look owes to a channel, gathered."""

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.alerts.alert import Part, Room
from bot.alerts.alert_composition import compose, key_of, part_of
from tests.moments import NOON


def test_each_role_is_pinged_once() -> None:
    alert = compose("k", 1, Part(provider="minimax", at=NOON), (7, None, 8, 7))

    assert alert.roles == (7, 8)


def test_at_most_three_accounts_with_room_are_named() -> None:
    free = tuple(Account(name=f"free-{n}", state=AccountState.FREE, free=9 - n) for n in range(5))
    full = Account(name="full", state=AccountState.FULL, free=0)

    named = part_of(Snapshot(provider="minimax", at=NOON, accounts=(full, *free))).room

    assert named == tuple(Room(account=f"free-{n}", free=9 - n) for n in range(3))


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("a", "b") != key_of("ab")
    assert key_of("a", "b") == key_of("a", "b")
