"""MiniMax as the pictures script it: three accounts with 13 slots, whose jobs people have named."""

from datetime import UTC, datetime, timedelta
from itertools import count

from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.minimax import ACCOUNTS, SCHEDULER, looked

LIMITS = {"a": ("200300", 6), "b": ("200301", 5), "c": ("joanna@example.com", 2)}
"""The accounts, as the scenes call them: name and slots."""

LABELS = '{"minimax/200300": "studio-a", "minimax/200301": "studio-b"}'
REFS = ("shot-12 (mia)", "ep3-sc04-v2", "kids tv loop", "trailer, second cut", "", "teaser v3, take 2 (leo)", "logo")
ROUNDS = 3
"""Of jobs that end, after which it is known how long such jobs last."""

FINISHED_AT = timedelta(minutes=3)
"""By how much longer those run that end."""


class ScriptedMinimax:
    """Answers for MiniMax.

    Args:
        useapi: Where it is asked.
    """

    def __init__(self, useapi: FakeUseapi) -> None:
        self._useapi = useapi
        self._running: dict[str, list[dict[str, object]]] = {account: [] for account, _ in LIMITS.values()}
        self._ids = count()
        self.list_accounts()

    def run(self, *, a: int, b: int, c: int, older: timedelta = timedelta()) -> None:
        """Let so many jobs run on each account from now on: the newest come and go, those that come are old already."""
        used = {"a": a, "b": b, "c": c}
        for name, (account, _) in LIMITS.items():
            jobs = self._running[account]
            while len(jobs) < used[name]:
                jobs.append(self._job(account, older + timedelta(seconds=200 - 23 * len(jobs))))
            del jobs[used[name] :]
        self._answer()

    def run_long(self, reference: str, age: timedelta) -> None:
        """Let a job have run for so long on the first account."""
        account, _ = LIMITS["a"]
        self._running[account].insert(0, {**self._job(account, age), "replyRef": reference})
        self._answer()

    def list_accounts(self, **broken: str) -> None:
        """List the accounts, with what is wrong with them."""
        errors = {LIMITS[name][0]: {"error": error} for name, error in broken.items()}
        listed = {account: {"maxJobs": limit, **errors.get(account, {})} for account, limit in LIMITS.values()}
        self._useapi.answers[ACCOUNTS] = Reply(body=listed)

    def fail(self, status: int, body: object) -> None:
        """Answer with an error from now on."""
        self._useapi.answers[SCHEDULER] = Reply(status=status, body=body)

    async def looked(self, times: int = 2) -> None:
        """Wait for this many more looks."""
        await looked(self._useapi, times)

    async def finish_jobs(self, *, a: int, b: int, c: int) -> None:
        """Let enough jobs end for a forecast, then run so many."""
        for _ in range(ROUNDS):
            for jobs in self._running.values():
                jobs.clear()
            self.run(a=4, b=4, c=1, older=FINISHED_AT)
            await self.looked()
        for jobs in self._running.values():
            jobs.clear()
        self.run(a=a, b=b, c=c)
        await self.looked(3)

    def _job(self, account: str, age: timedelta) -> dict[str, object]:
        number = next(self._ids)
        return {
            "videoId": f"user:100-minimax:{account}-video:{number}",
            "started": (datetime.now(UTC) - age).isoformat(),
            "replyRef": REFS[number % len(REFS)],
        }

    def _answer(self) -> None:
        rows = [
            {"account": account, "maxJobs": limit, "executing": used, "available": limit - used}
            for account, limit in LIMITS.values()
            if (used := len(self._running[account])) < limit
        ]
        jobs = [job for running in self._running.values() for job in running]
        self._useapi.answers[SCHEDULER] = Reply(body={"executing": jobs, "available": rows})
