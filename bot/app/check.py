"""``capacity-bot check``: prints one look at a provider, or at each one that the token has.

With ``--json`` standard output is one object, on one line; keys may be added, but none is removed or renamed::

    provider     its name
    at           the moment of the look, ISO 8601
    free, total  slots, of the accounts whose state is known; null if the provider never says how many there are
    running      jobs that take a slot
    best         the account to use, or null
    unreadable   how many rows could not be read
    caveats      sentences that a reader should know
    accounts     account (as people see it; exactly, with SHOW_ACCOUNTS=full), label (its alias), in_use, total, free,
                 state ("free", "full", "unknown", "faulted", "uncounted"), inferred (full since the provider leaves it
                 out), fault, recent (completed, failed and rate_limited jobs of the last 15 minutes)
    jobs         account, kind, takes_slot, reply_ref, started (ISO 8601), elapsed_seconds, elapsed_said; longest first

What the provider does not say is null.

``check all`` looks at the providers that ``PROVIDERS`` names; with ``auto`` at every current one of the catalogue, and
only names those without an account. With ``--json`` standard output is one object, on one line::

    providers    what ``check`` prints of each
    not_set_up   the names of those without an account
    failed       why the others could not be looked at, by name
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from bot.accounts.account_to_use import account_to_use
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import Job, longest_first
from bot.accounts.provider_answer import RecentWork
from bot.accounts.roster import update_roster
from bot.accounts.snapshot import Account, Snapshot
from bot.app.feature_list import provider_words
from bot.app.polling_assembly import provider_reader
from bot.chat.terminal.screen import Screen
from bot.chat.terminal.snapshot_tables import tables
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.provider_words import not_set_up
from bot.chat.wording.text_cleaning import SENTENCE_LENGTH, clean
from bot.errors import (
    BadInput,
    LookFailed,
    NoSubscription,
    NotConfigured,
    NotReached,
    NotUnderstood,
    ProviderBusy,
    ProviderDown,
    Unauthorised,
)
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import CheckSettings
from bot.settings.value_parsers import AUTO

FREE, NOTHING_FREE, FAILED = 0, 1, 2
"""The exit codes."""

REMEDIES: Mapping[type[LookFailed], str] = {
    NotReached: "Check this machine's network and USEAPI_URL, then try again.",
    NotUnderstood: "If it stays so, check USEAPI_URL and whatever proxy stands between.",
    ProviderBusy: "Try again in a minute.",
    ProviderDown: "Try again in a few minutes.",
}
"""What to do about errors whose sentence doesn't say it, since the bot would just try again."""

FAULT_LENGTH = 160

_NO_EDGE = 10_000
"""Number of columns of a pipe: more than any line has."""


async def check(settings: CheckSettings, provider: str, *, as_json: bool) -> int:
    """Look at a provider once, print the result, and return the exit code; errors go to standard error."""
    names = account_names(settings)
    try:
        async with useapi_client(settings) as client:
            snapshot = await look(client, provider.casefold())
    except (BadInput, LookFailed) as problem:
        sys.stderr.write(f"capacity-bot: {in_words(problem, names)}\n")
        return FAILED
    if as_json:
        Screen().out(json.dumps(as_object(snapshot, names)))
    else:
        print_parts(*tables(snapshot, provider_words()[snapshot.provider], names))
    return FREE if snapshot.free else NOTHING_FREE


def account_names(settings: CheckSettings) -> AccountNames:
    """Return the names of accounts, as the settings want them."""
    return AccountNames(show_full=settings.show_accounts == "full", labels=settings.account_labels)


def useapi_client(settings: CheckSettings) -> UseapiClient:
    """Return a client for useapi.net."""
    return UseapiClient(settings.useapi_url, settings.useapi_token.get_secret_value())


def in_words(problem: BadInput | LookFailed, names: AccountNames) -> str:
    """Return what is wrong and what to do, on one line."""
    remedy = REMEDIES.get(type(problem), "") if isinstance(problem, LookFailed) else ""
    return f"{names.shown(str(problem), SENTENCE_LENGTH)} {remedy}".rstrip()


def print_parts(*parts: RenderableType) -> None:
    """Print in the terminal's width, or to a pipe without wrapping lines."""
    if sys.stdout.isatty():
        Screen().print(*parts, sep="\n")
        return
    screen = Screen(width=_NO_EDGE)
    with screen.capture() as drawn:
        screen.print(*parts, sep="\n")
    screen.out("\n".join(line.rstrip() for line in drawn.get().splitlines()))


async def look(client: UseapiClient, name: str) -> Snapshot:
    """Look at a provider once.

    Raises:
        BadInput: There is no such provider.
        LookFailed: The look failed.
    """
    if name not in CATALOGUE:
        raise BadInput(f"There is no provider {clean(name, 40)}. There are: {', '.join(CATALOGUE)}.")
    seen = await provider_reader(CATALOGUE[name], client).look()
    if isinstance(seen.answer, LookFailed):
        raise seen.answer
    return take_snapshot(name, seen.answer, update_roster({}, seen.answer, seen.configured, seen.at), seen.at)


def as_object(snapshot: Snapshot, names: AccountNames) -> dict[str, Any]:
    """Put a snapshot into the shape that this module's docstring promises; no ``replyUrl``, no job's id."""
    naming = names.in_snapshot(snapshot)
    best = account_to_use(snapshot)
    return {
        "provider": snapshot.provider,
        "at": snapshot.at.isoformat(),
        "free": snapshot.free if snapshot.counts_slots else None,
        "total": snapshot.total if snapshot.counts_slots else None,
        "running": snapshot.running,
        "best": None if best is None else _named(best.name, naming),
        "unreadable": snapshot.unreadable,
        "caveats": list(provider_words()[snapshot.provider].caveats),
        "accounts": [_account(one, naming) for one in snapshot.accounts],
        "jobs": [_job(one, snapshot, naming) for one in longest_first(snapshot.jobs)],
    }


def _account(account: Account, naming: Naming) -> dict[str, Any]:
    return {
        "account": _named(account.name, naming),
        "label": naming.names.labels.get(f"{naming.provider}/{account.name}"),
        "state": account.state,
        "in_use": account.in_use,
        "total": account.total,
        "free": account.free,
        "inferred": account.inferred,
        "fault": None if account.fault is None else naming.names.shown(account.fault, FAULT_LENGTH),
        "recent": None if account.recent is None else _recent(account.recent),
    }


def _recent(recent: RecentWork) -> dict[str, int]:
    return {"completed": recent.completed, "failed": recent.failed, "rate_limited": recent.rate_limited}


def _job(job: Job, snapshot: Snapshot, naming: Naming) -> dict[str, Any]:
    elapsed = job.elapsed(snapshot.at)
    return {
        "account": None if job.account is None else _named(job.account, naming),
        "kind": job.kind,
        "takes_slot": job.takes_slot,
        "reply_ref": None if job.reply_ref is None else naming.names.mask(job.reply_ref),
        "started": None if job.started is None else job.started.isoformat(),
        "elapsed_seconds": None if elapsed is None else elapsed.total_seconds(),
        "elapsed_said": job.elapsed_said,
    }


def _named(account: str, naming: Naming) -> str:
    return account if naming.names.show_full else naming.name(account)


async def check_all(settings: CheckSettings, *, as_json: bool) -> int:
    """Look at every provider once, print the results, and return the exit code: 0 if anything is free.

    It is 2 if every look failed; that the token or the subscription is refused is printed only once.
    """
    names = account_names(settings)
    async with useapi_client(settings) as client:
        looks = dict(zip(asked := _asked(settings), await _looks(client, asked), strict=True))
    seen = [one for one in looks.values() if isinstance(one, Snapshot)]
    absent = [name for name, one in looks.items() if isinstance(one, NotConfigured)]
    failed = {name: one for name, one in looks.items() if isinstance(one, LookFailed) and name not in absent}
    refused = next((one for one in failed.values() if isinstance(one, Unauthorised | NoSubscription)), None)
    if refused is not None and not seen:
        sys.stderr.write(f"capacity-bot: {in_words(refused, names)}\n")
        return FAILED
    if as_json:
        _print_json(seen, absent, failed, names)
    else:
        _print(seen, absent, failed, names)
    if not seen:
        return FAILED
    return FREE if any(one.free for one in seen) else NOTHING_FREE


def _asked(settings: CheckSettings) -> tuple[str, ...]:
    if settings.providers == AUTO:
        return tuple(name for name, provider in CATALOGUE.items() if not provider.only_named)
    return tuple(settings.providers)


async def _looks(client: UseapiClient, names: tuple[str, ...]) -> list[Snapshot | LookFailed]:
    async def one(name: str) -> Snapshot | LookFailed:
        try:
            return await look(client, name)
        except LookFailed as failure:
            return failure

    return await asyncio.gather(*map(one, names))


def _print(seen: list[Snapshot], absent: list[str], failed: dict[str, LookFailed], names: AccountNames) -> None:
    words = provider_words()
    parts = [part for one in seen for part in (*tables(one, words[one.provider], names), Text())]
    if absent:
        parts.append(Text(f"{not_set_up(words[name].title for name in absent)}."))
    if parts:
        print_parts(*parts)
    for problem in failed.values():
        sys.stderr.write(f"capacity-bot: {in_words(problem, names)}\n")


def _print_json(seen: list[Snapshot], absent: list[str], failed: dict[str, LookFailed], names: AccountNames) -> None:
    found = {
        "providers": [as_object(one, names) for one in seen],
        "not_set_up": absent,
        "failed": {name: in_words(problem, names) for name, problem in failed.items()},
    }
    Screen().out(json.dumps(found))
