"""How accounts are, for ``/doctor``: those with faults, ending sessions or used quota first."""

from collections.abc import Iterable
from datetime import datetime

from bot.accounts.account_health import current_quotas, session_ends
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account
from bot.chat.message import Entry, Listing
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, dated, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.fault_and_quota_words import fault_line, quota_line, session_line
from bot.health.doctor_findings import ProviderHealth

_NEEDS_NOBODY = 2


def account_lines(providers: Iterable[ProviderHealth], at: datetime, names: AccountNames) -> Listing:
    """Return a line for each account whose health is known; those that can't be used come first.

    Args:
        providers: How each provider is doing.
        at: The present moment.
        names: How accounts are named.
    """
    lines: list[tuple[int, Line]] = []
    for one in providers:
        if one.snapshot is None:
            continue
        naming = names.in_snapshot(one.snapshot)
        for account in one.snapshot.accounts:
            if said := _account(account, naming, at):
                subject: Line = (_sign(account, at), one.title, " · ", Strong(naming.name(account.name)))
                lines.append((_rank(account, at), joined((subject, said))))
    return Listing(entries=tuple(Entry((line,)) for _, line in sorted(lines, key=lambda ranked: ranked[0])))


def _account(account: Account, naming: Naming, at: datetime) -> Line:
    fault = fault_line(account, naming, at) if account.state is AccountState.FAULTED else ()
    return joined((fault, session_line(account, at) or _later(account), quota_line(account, at)))


def _later(account: Account) -> Line:
    """Return when a session ends that a person will have to renew."""
    health = account.health
    if health is None or health.session_ends is None or not health.renewed_by_person:
        return ()
    return ("session ends ", dated(health.session_ends))


def _rank(account: Account, at: datetime) -> int:
    if account.state is AccountState.FAULTED:
        return 0
    if session_ends(account.health, at) is not None:
        return 1
    return _NEEDS_NOBODY if current_quotas(account.health, at) else 3


def _sign(account: Account, at: datetime) -> str:
    return f"{Level.FAULTED.sign} " if _rank(account, at) < _NEEDS_NOBODY else ""
