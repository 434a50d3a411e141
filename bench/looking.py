"""A look at many accounts and jobs, from the bytes of the answer to the updated roster."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bench.figures import Line, amount, compared
from bot.accounts.free_or_full import take_snapshot
from bot.accounts.roster import RosterEntry, settle_roster, update_roster
from bot.app import garbage_collection
from bot.providers.catalogue import CATALOGUE
from tests.whole.minimax import job

PROVIDER = "minimax"
ACCOUNTS = 1000
JOBS_EACH = 5
LIMIT = 10
ROUNDS = 15
TIMES = 4
"""Looks in a round; an even number, since each undoes the one before."""
GROWN = 4
AT = datetime(2026, 5, 15, 12, tzinfo=UTC)
MILLI = 1000


async def looking() -> list[Line]:
    """Compare looks of two sizes with parsing the same bytes."""
    garbage_collection.settle()  # as the bot does when it has started
    usual, ours, parsing = _Looker(ACCOUNTS), [], []
    for _ in range(ROUNDS):
        ours.append(usual.looks())
        parsing.append(usual.parses())
    grown, large, parsed = _Looker(GROWN * ACCOUNTS), [], []
    for _ in range(ROUNDS):
        large.append(grown.looks())
        parsed.append(grown.parses())
    what = f"A look at {ACCOUNTS:,} accounts and {ACCOUNTS * JOBS_EACH:,} jobs, beside `json.loads` of its {usual.size}"
    return [
        compared(what, ours, parsing, " ms", 4),
        compared(f"… at {GROWN} times as many of both: it grows as its bytes do", large, parsed, " ms", 4),
    ]


class _Looker:
    """Looks at a number of accounts, all of which change each time."""

    def __init__(self, accounts: int) -> None:
        self._bodies = [_body(accounts, odd=True), _body(accounts, odd=False)]
        self._at = AT
        self._known = _look(self._bodies[1], {}, AT)

    @property
    def size(self) -> str:
        return amount(len(self._bodies[0]) / 1000, " kB")

    def looks(self) -> float:
        """Look several times, so that garbage collection is shared out; return the milliseconds of one look."""
        began = time.process_time()  # not wall time, which would count what else the machine does
        for number in range(TIMES):
            self._at += timedelta(minutes=1)
            self._known = _look(self._bodies[number % 2], self._known, self._at)
            if next(iter(self._known.values())).since != self._at:
                raise AssertionError("nothing changed: this is not what was to be measured")
        return (time.process_time() - began) * MILLI / TIMES

    def parses(self) -> float:
        """Parse the same bytes as often; return the milliseconds of one time."""
        began = time.process_time()
        for number in range(TIMES):
            json.loads(self._bodies[number % 2])
        return (time.process_time() - began) * MILLI / TIMES


def _look(body: bytes, was: Mapping[str, RosterEntry], at: datetime) -> dict[str, RosterEntry]:
    answer = CATALOGUE[PROVIDER].parse_answer(body)
    known = update_roster(was, answer, None, at)
    seen = take_snapshot(PROVIDER, answer, known, at)
    return settle_roster(known, {account.name: account.state for account in seen.accounts}, at)


def _body(accounts: int, *, odd: bool) -> bytes:
    """Make an answer in which every second account is full; with the other ``odd``, the others are."""
    rows = []
    for number in range(accounts):
        free = LIMIT - JOBS_EACH if number % 2 == odd else 0
        rows.append({"account": f"{number:06}", "maxJobs": LIMIT, "executing": LIMIT - free, "available": free})
    jobs = [job(f"{number % accounts:06}", number) for number in range(accounts * JOBS_EACH)]
    return json.dumps({"executing": jobs, "available": rows}).encode()
