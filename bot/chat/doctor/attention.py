"""What needs somebody: the title of a diagnosis, and accounts with faults, ending sessions or used quota."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.accounts.account_health import current_quotas, session_ends
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account
from bot.chat.doctor.guild_findings import number_given_up
from bot.chat.message import Entry, Listing
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, dated, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.fault_and_quota_words import fault_line, quota_line, session_line
from bot.chat.wording.numbers_and_lists import count, listed, sentence_case
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import Diagnosis, Problem, ProviderHealth

_PROBLEMS: Mapping[Problem, str] = {
    Problem.GATEWAY: "Discord's gateway is not connected",
    Problem.SLACK: "Slack: commands are not answered, or no message is let through",
    Problem.WATCHER: "checks are overdue",
    Problem.PROVIDERS: "no provider can be checked",
    Problem.DATABASE: "the database does not answer",
    Problem.OUTBOX: "an alert has waited to be posted for over 10 minutes",
}

_NEEDS_NOBODY = 2


def attention_title(diagnosis: Diagnosis, muted: int) -> str:
    """Return what needs somebody: ``MiniMax can't be checked, 1 alert was given up``; else ``All is well``.

    Args:
        diagnosis: How the bot is doing.
        muted: In how many alert channels something is muted.
    """
    if needed := ", ".join(_needed(diagnosis)):
        return sentence_case(needed)
    if muted:
        return f"The bot is well, alerts are muted in {count(muted, 'channel')}"
    return "All is well"


def _needed(diagnosis: Diagnosis) -> Iterator[str]:
    yield from _of_checks(diagnosis)
    if accounts := sum(one.in_need(diagnosis.at) for one in diagnosis.providers):
        yield f"{count(accounts, 'account')} {'needs' if accounts == 1 else 'need'} attention"
    if lacking := sum(bool(one.missing) for one in diagnosis.channels):
        yield f"something is missing in {count(lacking, 'alert channel')}"
    for connection in diagnosis.connections:
        if connection.troubles:
            yield f"{connection.platform.brand} needs attention"
    if not isinstance(diagnosis.outbox, StorageUnavailable):
        given_up = number_given_up(diagnosis.outbox.given_up)
        if given_up:
            yield f"{count(given_up, 'alert')} {'was' if given_up == 1 else 'were'} given up"


def _of_checks(diagnosis: Diagnosis) -> Iterator[str]:
    """Return what keeps the bot from watching or alerting, and which providers it can't check or find."""
    unchecked = [one.title for one in diagnosis.providers if one.set_up and one.failing]
    for problem in diagnosis.problems:
        alone = problem is Problem.PROVIDERS and len(unchecked) == 1
        yield f"{unchecked[0]} can't be checked" if alone else _PROBLEMS[problem]
    search = diagnosis.search
    if Problem.PROVIDERS not in diagnosis.problems:
        if unchecked:
            yield f"{listed(unchecked)} can't be checked"
        if search is not None and search.trouble is not None:
            yield "the search for providers fails"
    if search is not None and search.found_nothing and search.trouble is None:
        yield "no account was found at useapi.net"


def accounts_listing(providers: Iterable[ProviderHealth], at: datetime, names: AccountNames) -> Listing:
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
        naming = names.among(one.name, (account.name for account in one.snapshot.accounts))
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
