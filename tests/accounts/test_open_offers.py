"""Which accounts are recommended while some of their free slots are offered to people who waited."""

from bot.accounts.account_to_use import open_accounts
from bot.accounts.open_offers import OpenOffer, OpenOffers, offers_of_free
from bot.accounts.provider_answer import AccountHealth, QuotaWindow
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from tests.moments import NOON
from tests.rows import each_row


def seen(*accounts: Account) -> Snapshot:
    """Look at accounts, in the order in which they are recommended."""
    return Snapshot(provider="minimax", at=NOON, accounts=accounts)


def account(name: str, free: int, health: AccountHealth | None = None) -> Account:
    """Make an account with this many free slots of six."""
    state = AccountState.FREE if free else AccountState.FULL
    return Account(name=name, state=state, free=free, limit=6, health=health)


def offers(**slots: int) -> OpenOffers:
    """Offer slots of accounts, to a person each."""
    return OpenOffers(
        all=tuple(
            OpenOffer(account=name, slots=number, person=person) for person, (name, number) in enumerate(slots.items())
        )
    )


@each_row(
    ("taken", "left"),
    [
        (offers(), [("a", 3), ("b", 2)]),
        (offers(a=1), [("a", 2), ("b", 2)]),
        (offers(a=2), [("b", 2), ("a", 1)]),
        (offers(a=3), [("b", 2)]),
        (offers(a=3, b=2), []),
        (offers(c=1), [("a", 3), ("b", 2)]),
    ],
)
def test_what_is_offered_to_nobody_is_recommended(taken: OpenOffers, left: list[tuple[str, int]]) -> None:
    open_now = open_accounts(seen(account("a", 3), account("b", 2), account("c", 0)), taken)
    assert [(one.account.name, one.left) for one in open_now] == left


def test_an_account_with_nearly_no_quota_left_stays_behind_the_others() -> None:
    poor = account("poor", 6, AccountHealth(quota=(QuotaWindow(used_percent=95.0),)))
    open_now = open_accounts(seen(account("a", 3), poor), offers(a=2))
    assert [one.account.name for one in open_now] == ["a", "poor"]


def test_no_more_is_offered_than_is_free() -> None:
    wanted = [OpenOffer(account="a", slots=2, person=1), OpenOffer(account="a", slots=2, person=2)]
    wanted += [OpenOffer(account="full", slots=1, person=3), OpenOffer(account="gone", slots=1, person=4)]
    offered = offers_of_free(seen(account("a", 3), account("full", 0)), wanted)
    assert [(one.account, one.slots, one.person) for one in offered.all] == [("a", 2, 1), ("a", 1, 2)]
    assert (offered.slots, offered.people, offered.accounts) == (3, 2, ("a",))


def test_who_is_offered_slots_of_two_accounts_is_one_person() -> None:
    both = OpenOffers(all=tuple(OpenOffer(account=name, slots=1, person=7) for name in ("b", "a", "a")))
    assert (both.slots, both.people, both.accounts) == (3, 1, ("a", "b"))
    assert both.of("a").slots == 2
