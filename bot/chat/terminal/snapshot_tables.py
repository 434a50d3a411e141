"""Draws a look as two tables, of accounts and of jobs, without any platform's limits."""

from collections.abc import Iterator
from datetime import datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.accounts.job import Job, longest_first
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, LatestState, Snapshot
from bot.chat.capacity.wording import advice, capacity_page
from bot.chat.terminal.message_renderer import line_text, literal, plain_table
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import duration
from bot.chat.wording.job_lines import ELAPSED_SAID_LENGTH, REFERENCE_LENGTH
from bot.chat.wording.numbers_and_lists import amount, count
from bot.chat.wording.provider_words import ProviderWords
from bot.chat.wording.text_cleaning import clean

NOTE_LENGTH = 160

INFERRED = "inferred: the provider's list leaves the account out while jobs are running on it, so it is taken as full."

_STATES = {
    AccountState.FREE: "green",
    AccountState.FULL: "red",
    AccountState.UNKNOWN: "dim",
    AccountState.FAULTED: "yellow",
    AccountState.UNCOUNTED: "dim",
}


def tables(snapshot: Snapshot, words: ProviderWords, names: AccountNames) -> Iterator[RenderableType]:
    """Yield all that a look shows, part by part."""
    card = capacity_page(words, LatestState(snapshot=snapshot), now=snapshot.at, names=names).card
    yield literal(card.title, "bold")
    naming = names.in_snapshot(snapshot)
    yield line_text(advice(snapshot, None, naming), now=snapshot.at)
    yield from (literal(caveat) for caveat in words.caveats)
    if any(one.inferred for one in snapshot.accounts):
        yield Text(INFERRED)
    if snapshot.unreadable:
        yield Text(f"{count(snapshot.unreadable, 'row')} could not be read.")
    if snapshot.accounts:
        yield Text()
        yield _accounts(snapshot, naming)
    yield Text()
    yield _jobs(snapshot.jobs, naming, snapshot.at) if snapshot.jobs else Text("No job is running.")


def _accounts(snapshot: Snapshot, naming: Naming) -> Table:
    table = _table("ACCOUNT", "STATE", "IN USE", "OF", "FREE", "NOTE", numbers={"IN USE", "OF", "FREE"})
    for account in snapshot.accounts:
        table.add_row(
            literal(naming.name(account.name)),
            Text(account.state, _STATES[account.state]),
            amount(account.in_use),
            "?" if account.total is None else amount(account.total),
            "?" if account.free is None else amount(account.free),
            literal(_note(account, naming.names)),
        )
    return table


def _jobs(jobs: tuple[Job, ...], naming: Naming, at: datetime) -> Table:
    table = _table("REPLYREF", "KIND", "ACCOUNT", "ELAPSED", numbers={"ELAPSED"})
    for job in longest_first(jobs):
        table.add_row(
            literal(naming.names.shown(job.reply_ref or "", REFERENCE_LENGTH) or "-"),
            job.kind if job.takes_slot else f"{job.kind}, no slot",
            literal("?" if job.account is None else naming.name(job.account)),
            literal(_elapsed(job, at)),
        )
    return table


def _table(*titles: str, numbers: set[str]) -> Table:
    table = plain_table()
    for title in titles:
        table.add_column(title, justify="right" if title in numbers else "left", overflow="fold")
    return table


def _note(account: Account, names: AccountNames) -> str:
    if account.state is AccountState.FAULTED:
        return names.shown(account.fault or "", NOTE_LENGTH)
    return "inferred" if account.inferred else ""


def _elapsed(job: Job, at: datetime) -> str:
    elapsed = job.elapsed(at)
    return duration(elapsed) if elapsed is not None else clean(job.elapsed_said or "", ELAPSED_SAID_LENGTH) or "?"
