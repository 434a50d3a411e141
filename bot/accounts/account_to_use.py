"""Which account to use: what ``/capacity``, alerts, boards and ``check`` recommend, all by this order."""

from dataclasses import dataclass
from datetime import datetime

from bot.accounts.account_health import is_nearly_used
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot


def best_first(account: Account, at: datetime) -> tuple[bool, bool, bool, int, int, str]:
    """Return a key that sorts accounts as they are recommended: by room, of equal room the least crowded.

    Those with nearly no quota left come last.
    """
    poor = bool(account.free) and is_nearly_used(account.health, at)
    return (account.free is None, not account.free, poor, -(account.free or 0), account.total or 0, account.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount:
    """An account with slots that are free for whoever comes.

    Attributes:
        account: The account.
        left: How many of its free slots are offered to nobody.
    """

    account: Account
    left: int


def open_accounts(snapshot: Snapshot, offers: OpenOffers) -> tuple[OpenAccount, ...]:
    """Return the accounts to recommend, best first, ranked by the slots that are offered to nobody."""
    free = [account for account in snapshot.accounts if account.state is AccountState.FREE]
    accounts = [OpenAccount(account=one, left=(one.free or 0) - offers.of(one.name).slots) for one in free]
    accounts = [one for one in accounts if one.left > 0]
    if offers.all:
        # Those with nearly no quota left stay behind the others.
        accounts.sort(key=lambda one: (is_nearly_used(one.account.health, snapshot.at), -one.left))
    return tuple(accounts)


def account_to_use(snapshot: Snapshot, offers: OpenOffers = NO_OFFERS) -> Account | None:
    """Return the account to recommend; None if nothing is free for whoever comes."""
    return next((one.account for one in open_accounts(snapshot, offers)), None)
