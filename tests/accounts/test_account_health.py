"""What an account's stored health and its provider's text mean; no slot of an account counts that can't be used."""

from datetime import datetime, timedelta

from bot.accounts.account_health import FaultKind, current_quotas, fault_kind, is_nearly_used, session_ends, used_up
from bot.accounts.account_to_use import account_to_use
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.provider_answer import AccountHealth, ConfiguredAccount, ListedSlots, ProviderAnswer, QuotaWindow
from bot.accounts.roster import AccountState, update_roster
from bot.accounts.snapshot import Snapshot
from tests.moments import NOON, after
from tests.rows import each_row

WEEK = after(days=3)


def quota(*windows: tuple[float, datetime | None]) -> AccountHealth:
    return AccountHealth(quota=tuple(QuotaWindow(used_percent=used, resets_at=resets) for used, resets in windows))


def seen(**health: AccountHealth) -> Snapshot:
    """Look at accounts of this health; each has one more free slot than the one before it."""
    answer = ProviderAnswer(
        accounts=tuple(ListedSlots(account=name, limit=9, available=free) for free, name in enumerate(health, start=1))
    )
    listed = tuple(ConfiguredAccount(account=name, limit=9, health=said) for name, said in health.items())
    return take_snapshot("muse", answer, update_roster({}, answer, listed, NOON), NOON)


@each_row(
    ("health", "until", "nearly"),
    [
        (None, None, False),
        (AccountHealth(), None, False),
        (quota((89.9, WEEK)), None, False),
        (quota((90, WEEK)), None, True),
        (quota((100, WEEK)), WEEK, True),
        (quota((120, WEEK)), WEEK, True),
        (quota((100, after(hours=1)), (100, WEEK), (3, after(days=9))), WEEK, True),
        (quota((100, NOON)), None, False),  # it has begun anew since it was stored
    ],
)
def test_a_quota_that_is_used_up_is_so_until_it_begins_anew(
    health: AccountHealth | None,
    until: datetime | None,
    nearly: bool,  # noqa: FBT001 - a row's value
) -> None:
    window = used_up(health, NOON)
    assert (None if window is None else window.resets_at) == until
    assert is_nearly_used(health, NOON) is nearly


def test_a_quota_without_an_end_lasts_longest() -> None:
    window = used_up(quota((100, WEEK), (100, None)), NOON)
    assert window is not None
    assert window.resets_at is None


def test_the_fullest_quota_comes_first() -> None:
    found = current_quotas(quota((3, WEEK), (88, None), (99, NOON)), NOON)
    assert [one.used_percent for one in found] == [88, 3]


@each_row(
    ("left", "by_person", "soon"),
    [
        (timedelta(days=7), True, True),
        (timedelta(days=7, microseconds=1), True, False),
        (timedelta(days=-1), True, True),
        (timedelta(days=1), False, False),
    ],
)
def test_a_session_that_a_person_renews_is_shown_a_week_before_its_end(
    left: timedelta,
    by_person: bool,  # noqa: FBT001 - a row's value
    soon: bool,  # noqa: FBT001 - a row's value
) -> None:
    health = AccountHealth(session_ends=NOON + left, renewed_by_person=by_person)
    assert session_ends(health, NOON) == (NOON + left if soon else None)


def test_an_account_without_quota_has_no_free_slot_and_is_not_the_one_to_use() -> None:
    found = seen(a=AccountHealth(), b=quota((100, WEEK)))
    states = {one.name: (one.state, one.free) for one in found.accounts}
    assert states == {"a": (AccountState.FREE, 1), "b": (AccountState.FAULTED, None)}
    assert (found.free, found.total) == (1, 9)


def test_of_accounts_with_room_the_one_with_quota_left_is_used() -> None:
    found = seen(a=AccountHealth(), b=quota((95, WEEK)), c=quota((100, WEEK)))
    assert [one.name for one in found.accounts] == ["a", "b", "c"]
    assert account_to_use(found) is found.account("a")
    assert account_to_use(seen(b=quota((95, WEEK)))) is not None  # better than none


def test_what_a_list_said_of_health_lasts_until_the_next_list() -> None:
    answer = ProviderAnswer(accounts=(ListedSlots(account="a", limit=9, available=1),))
    listed = (ConfiguredAccount(account="a", health=quota((100, WEEK))),)
    roster = update_roster({}, answer, listed, NOON)
    roster = update_roster(roster, answer, None, after(minutes=1))
    assert take_snapshot("muse", answer, roster, after(minutes=1)).free == 0

    roster = update_roster(roster, answer, (ConfiguredAccount(account="a"),), after(minutes=10))
    assert take_snapshot("muse", answer, roster, after(minutes=10)).free == 1


@each_row(
    ("fault", "kind"),
    [
        ("No credits left", FaultKind.OUT_OF_CREDITS),
        ("Not enough credits. Top up, or upgrade your subscription.", FaultKind.OUT_OF_CREDITS),
        ("Not enough tokens", FaultKind.OUT_OF_CREDITS),
        ("Monthly limit reached", FaultKind.OUT_OF_CREDITS),
        ("Account is on hold", FaultKind.ON_HOLD),
        ("joanna@example.com is signed out", FaultKind.SIGNED_OUT),
        ("SIGNED_OUT", FaultKind.SIGNED_OUT),
        ("Please sign in again", FaultKind.SIGNED_OUT),
        ("Session refresh failed", FaultKind.SIGNED_OUT),
        ("session_expired", FaultKind.SIGNED_OUT),
        ("Your login has expired", FaultKind.SIGNED_OUT),
        ("Log in again", FaultKind.SIGNED_OUT),
        ("Token expired", FaultKind.SIGNED_OUT),
        ("401 Unauthorized", FaultKind.SIGNED_OUT),
        ("Wrong password", FaultKind.SIGNED_OUT),
        ("Account has no subscription or subscription expired", FaultKind.OTHER),
        ("Subscription expired, sign in to renew it", FaultKind.OTHER),
        ("Plan expired", FaultKind.OTHER),
        ("Credit card declined", FaultKind.OTHER),
        ("Payment required", FaultKind.OTHER),
        ("No plan is assigned to this account", FaultKind.OTHER),
        ("Too many authors", FaultKind.OTHER),
        ("", FaultKind.OTHER),
    ],
)
def test_an_account_is_called_signed_out_where_signing_in_mends_it(fault: str, kind: FaultKind) -> None:
    assert fault_kind(fault) is kind
