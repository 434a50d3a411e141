"""``capacity-bot check``: one look at one provider, printed.

With ``--json`` standard output is one object, on one line; keys may be added, none is taken away or renamed::

    provider     its name
    at           the moment of the look, ISO 8601
    free, total  slots, of the accounts whose state is known
    best         the account to use, or null
    unreadable   how many rows could not be read
    caveats      sentences that a reader must know
    accounts     account (as people see it; exactly, with SHOW_ACCOUNTS=full), label (its alias), in_use, total, free,
                 state ("free", "full", "unknown", "faulted"), inferred (full since the provider leaves it out), fault
    jobs         account, kind, takes_slot, reply_ref, started (ISO 8601), elapsed_seconds, elapsed_said; longest first

What the provider does not tell is null.
"""

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from rich.console import RenderableType

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.job import Job, longest_first
from bot.accounts.roster import update_roster
from bot.accounts.snapshot import Account, Snapshot
from bot.app.clock import now
from bot.app.features import provider_words
from bot.chat.terminal.screen import Screen
from bot.chat.terminal.snapshot_tables import tables
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import clean
from bot.errors import BadInput, LookFailed, NotReached, NotUnderstood, ProviderBusy, ProviderDown
from bot.polling.provider_reader import ProviderReader
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from bot.settings.schema import CheckSettings

FREE, NOTHING_FREE, FAILED = 0, 1, 2
"""The exit codes."""

REMEDIES: Mapping[type[LookFailed], str] = {
    NotReached: "Check this machine's network and USEAPI_URL, then try again.",
    NotUnderstood: "If it stays so, check USEAPI_URL and whatever proxy stands between.",
    ProviderBusy: "Try again in a minute.",
    ProviderDown: "Try again in a few minutes.",
}
"""What helps where the sentence of an error doesn't say it: the bot itself would just try again."""

SENTENCE_LENGTH = 600
FAULT_LENGTH = 160

_NO_EDGE = 10_000
"""Columns of a pipe: its lines are as long as they are."""


async def check(settings: CheckSettings, provider: str, *, as_json: bool) -> int:
    """Look at a provider once, print the result, and return the exit code; errors go to standard error."""
    names = AccountNames(show_full=settings.show_accounts == "full", labels=settings.account_labels)
    try:
        snapshot = await _look(settings, provider.casefold())
    except (BadInput, LookFailed) as problem:
        remedy = REMEDIES.get(type(problem), "") if isinstance(problem, LookFailed) else ""
        sentence = names.mask(clean(str(problem), SENTENCE_LENGTH))
        sys.stderr.write(f"capacity-bot: {sentence} {remedy}".rstrip() + "\n")
        return FAILED
    if as_json:
        Screen().out(json.dumps(as_object(snapshot, names)))
    else:
        _print(*tables(snapshot, provider_words()[snapshot.provider], names))
    return FREE if snapshot.best is not None else NOTHING_FREE


def _print(*parts: RenderableType) -> None:
    if sys.stdout.isatty():
        Screen().print(*parts, sep="\n")
        return
    screen = Screen(width=_NO_EDGE)
    with screen.capture() as drawn:
        screen.print(*parts, sep="\n")
    screen.out("\n".join(line.rstrip() for line in drawn.get().splitlines()))


async def _look(settings: CheckSettings, name: str) -> Snapshot:
    if name not in CATALOGUE:
        raise BadInput(f"There is no provider {clean(name, 40)}. There are: {', '.join(CATALOGUE)}.")
    provider = CATALOGUE[name]
    async with UseapiClient(settings.useapi_url, settings.useapi_token.get_secret_value()) as client:
        fetch_accounts = (lambda: client.fetch_accounts(provider)) if provider.accounts_path is not None else None
        look = await ProviderReader(
            name, lambda: client.fetch_answer(provider), fetch_accounts, now=now, monotonic=time.monotonic
        ).look()
    if isinstance(look.answer, LookFailed):
        raise look.answer
    return take_snapshot(name, look.answer, update_roster({}, look.answer, look.configured, look.at), look.at)


def as_object(snapshot: Snapshot, names: AccountNames) -> dict[str, Any]:
    """Put a snapshot into the shape that this module's docstring promises; no ``replyUrl``, no job's id."""
    running = (job.account for job in snapshot.jobs if job.account is not None)
    naming = names.among(snapshot.provider, (*(one.name for one in snapshot.accounts), *running))
    best = snapshot.best
    return {
        "provider": snapshot.provider,
        "at": snapshot.at.isoformat(),
        "free": snapshot.free,
        "total": snapshot.total,
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
        "fault": None if account.fault is None else naming.names.mask(clean(account.fault, FAULT_LENGTH)),
    }


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
