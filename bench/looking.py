"""A look at many accounts and jobs, from the bytes of the answer to the updated roster."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bench.figures import Line, amount, compared
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.provider_answer import ConfiguredAccount
from bot.accounts.roster import RosterEntry, settle_roster, update_roster
from bot.app import gc_tuning
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from tests.answers.made import accounts_body, jobs_body

PROVIDERS = (
    *("minimax", "muse", "gemini-notebook", "flowmusic", "mureka", "dreamina", "acemusic", "runwayml"),
    "google-flow",
)
"""One or more of each family; a list of bare ids (faceswap) is no measure, since it holds nothing to parse."""
ACCOUNTS = 1000
JOBS_EACH = 5
LIMIT = 2 * JOBS_EACH
"""Every second account is full, so there are so many jobs on each."""
ROUNDS = 15
TIMES = 4
"""Looks in a round; an even number, since each undoes the one before."""
GROWN = 4
AT = datetime(2026, 5, 15, 12, tzinfo=UTC)
MILLI = 1000


async def looking() -> list[Line]:
    """Compare a look at each family, and at the first of them in two sizes, with parsing the same bytes."""
    gc_tuning.settle()  # as the bot does when it has started
    lines = []
    for name in PROVIDERS:
        ours, parsing, size = _compared(_Looker(CATALOGUE[name], ACCOUNTS))
        who = f"{CATALOGUE[name].title}, {CATALOGUE[name].family.title}"
        what = f"A look at {ACCOUNTS:,} accounts and {ACCOUNTS * JOBS_EACH:,} jobs ({who})"
        lines.append(compared(f"{what}, beside `json.loads` of its {size}", ours, parsing, " ms", 4))
    large, parsed, _ = _compared(_Looker(CATALOGUE[PROVIDERS[0]], GROWN * ACCOUNTS))
    grown = f"… at {GROWN} times as many of both: it grows as its bytes do"
    return [*lines, compared(grown, large, parsed, " ms", 4)]


def _compared(looker: "_Looker") -> tuple[list[float], list[float], str]:
    ours, parsing = [], []
    for _ in range(ROUNDS):
        ours.append(looker.looks())
        parsing.append(looker.parses())
    return ours, parsing, looker.size


class _Looker:
    """Looks at a number of accounts, all of which change each time."""

    def __init__(self, provider: Provider, accounts: int) -> None:
        names = [f"{number:06}@example.com" for number in range(accounts)]
        self._provider = provider
        self._bodies = [_body(provider, names, odd=True), _body(provider, names, odd=False)]
        listed = provider.parse_accounts(accounts_body(provider, names, LIMIT)) if provider.accounts_path else None
        self._at = AT
        self._known = self._look(self._bodies[1], {}, listed)

    @property
    def size(self) -> str:
        return amount(len(self._bodies[0]) / 1000, " kB")

    def looks(self) -> float:
        """Look several times, so that garbage collection is shared out; return the milliseconds of one look."""
        began = time.process_time()  # not wall time, which would count what else the machine does
        for number in range(TIMES):
            self._at += timedelta(minutes=1)
            self._known = self._look(self._bodies[number % 2], self._known)
            if self._provider.family.counts_slots and next(iter(self._known.values())).since != self._at:
                raise AssertionError("nothing changed: this is not what was to be measured")
        return (time.process_time() - began) * MILLI / TIMES

    def parses(self) -> float:
        """Parse the same bytes as often; return the milliseconds of one time."""
        began = time.process_time()
        for number in range(TIMES):
            json.loads(self._bodies[number % 2])
        return (time.process_time() - began) * MILLI / TIMES

    def _look(
        self,
        body: bytes,
        was: Mapping[str, RosterEntry],
        listed: tuple[ConfiguredAccount, ...] | None = None,
    ) -> dict[str, RosterEntry]:
        answer = self._provider.parse_answer(body, self._at)
        if answer.unreadable or len(answer.jobs) < JOBS_EACH:
            raise AssertionError("not all was read: this is not what was to be measured")
        known = update_roster(was, answer, listed, self._at)
        seen = take_snapshot(self._provider.name, answer, known, self._at)
        states = {account.name: account.state for account in seen.accounts}
        return settle_roster(known, states, self._at, witnessed=True)


def _body(provider: Provider, names: list[str], *, odd: bool) -> bytes:
    """Make an answer in which every second account is full; with the other ``odd``, the others are."""
    running = {name: LIMIT if number % 2 == odd else 0 for number, name in enumerate(names)}
    return jobs_body(provider, running, LIMIT)
