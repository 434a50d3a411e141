"""What is known becomes rows and records again; only rows that differ are written."""

from datetime import datetime, timedelta

from msgspec import structs

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.roster import AccountState, RosterEntry
from bot.alerts.alert_state import ProviderMemory
from bot.storage import provider_rows
from bot.storage.provider_rows import LOOKED_AT_LAG, NAMED_AT_LAG
from tests.moments import NOON, after
from tests.rows import each_row
from tests.storage.records import FULL


def _row(known: RosterEntry) -> dict[str, object]:
    return provider_rows.account_row("minimax", known)


_KEY = provider_rows.name_key(FULL.account)


@each_row(
    "now",
    [
        FULL,
        structs.replace(FULL, last_seen=FULL.last_seen + NAMED_AT_LAG),
        structs.replace(FULL, last_seen=FULL.last_seen - NAMED_AT_LAG),
    ],
)
def test_nothing_is_written_for_an_account_that_was_merely_named_again(now: RosterEntry) -> None:
    assert provider_rows.compare_accounts([_row(FULL)], [_row(now)]) == ([], [])


@each_row(
    "now",
    [
        structs.replace(FULL, last_seen=FULL.last_seen + NAMED_AT_LAG + timedelta(microseconds=1)),
        structs.replace(FULL, last_seen=FULL.last_seen - NAMED_AT_LAG - timedelta(microseconds=1)),
        structs.replace(FULL, limit=None),
        structs.replace(FULL, fault=None),
        structs.replace(FULL, settled=AccountState.FREE),
        structs.replace(FULL, since=None),
        structs.replace(FULL, since_witnessed=False),
    ],
)
def test_an_account_that_differs_is_written_anew(now: RosterEntry) -> None:
    assert provider_rows.compare_accounts([_row(FULL)], [_row(now)]) == ([_KEY], [_row(now)])


def test_an_account_that_came_is_written_and_one_that_went_is_deleted() -> None:
    assert provider_rows.compare_accounts([], [_row(FULL)]) == ([], [_row(FULL)])
    assert provider_rows.compare_accounts([_row(FULL)], []) == ([_KEY], [])


def test_when_an_account_was_named_stays_as_stored_until_it_has_moved_far_enough() -> None:
    now = structs.replace(FULL, last_seen=FULL.last_seen + NAMED_AT_LAG, fault=None)
    _, (written,) = provider_rows.compare_accounts([_row(FULL)], [_row(now)])
    assert written == _row(structs.replace(FULL, fault=None))


def _provider(looked_at: datetime | None, failures: int = 0) -> dict[str, object]:
    return provider_rows.provider_row(
        "minimax", ProviderMemory(streak=FailureStreak(failures=failures), looked_at=looked_at)
    )


@each_row(
    ("stored", "wanted", "same"),
    [
        (_provider(None), _provider(None), True),
        (_provider(NOON), _provider(NOON), True),
        (_provider(NOON), _provider(NOON + LOOKED_AT_LAG), True),
        (_provider(NOON), _provider(NOON - LOOKED_AT_LAG), True),
        (_provider(NOON), _provider(NOON + LOOKED_AT_LAG + timedelta(microseconds=1)), False),
        (_provider(NOON), _provider(NOON - LOOKED_AT_LAG - timedelta(microseconds=1)), False),
        (_provider(None), _provider(NOON), False),
        (_provider(NOON), _provider(None), False),
        (_provider(NOON), _provider(after(seconds=1), failures=1), False),
        (_provider(None), _provider(None, failures=1), False),
    ],
)
def test_a_provider_that_was_merely_looked_at_again_needs_no_writing(
    stored: dict[str, object], wanted: dict[str, object], *, same: bool
) -> None:
    assert provider_rows.is_same_provider(stored, wanted) is same
