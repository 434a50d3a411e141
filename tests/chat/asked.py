"""A past to ask about, with every part at hand: what is stored, what is known now, what draws."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.accounts.look import Look
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.charts.chart import Chart
from bot.charts.chart_renderer import NotDrawn
from bot.chat.past import Past
from bot.errors import StorageUnavailable
from bot.history.job_tracking import TrackedJob
from bot.history.state_changes import StateChange
from bot.history.stored_history import FinishedJobs
from bot.polling.poll_schedule import PollSchedule
from bot.polling.poller import ProviderPoller
from tests.moments import NOON
from tests.polling.evaluating import Forgetful, unheard

PNG = b"\x89PNG\r\n\x1a\n"


class Lived:
    """What was seen of MiniMax; nothing was of any other provider.

    Attributes:
        changes: All changes.
        finished: The jobs that are over.
        runs: The jobs that run.
        until: Until when it is known.
        waited: How long people waited.
        drawn: The charts that were drawn.
        fails: Whether drawing fails.
        gone: Whether the database does not answer.
        asked: What it was asked for.
    """

    def __init__(self, *changes: StateChange, until: datetime | None = NOON) -> None:
        self.changes = changes
        self.finished = FinishedJobs()
        self.runs: tuple[TrackedJob, ...] = ()
        self.until = until
        self.waited: tuple[timedelta, ...] = ()
        self.drawn: list[Chart] = []
        self.fails = self.gone = False
        self.asked: list[tuple[str, str | None, datetime]] = []

    def past(self, *, kept: timedelta = timedelta(days=30)) -> Past:
        """Give it as answers want it."""
        return Past(archive=self, present=self, kept=kept, now=lambda: NOON)

    async def state_changes(self, provider: str, account: str | None, since: datetime) -> tuple[StateChange, ...]:
        """Give the changes of an account, or of all."""
        if self.gone:
            raise StorageUnavailable("unplugged")
        self.asked.append((provider, account, since))
        return tuple(mark for mark in self.changes if provider == "minimax" and account in {None, mark.account})

    async def finished_jobs(self, provider: str, account: str | None, since: datetime) -> FinishedJobs:
        """Give the jobs that are over."""
        self.asked.append((provider, account, since))
        return self.finished

    def valid_until(self, provider: str, at: datetime) -> datetime | None:
        """Tell until when it is known."""
        assert at == NOON
        return self.until if provider == "minimax" else None

    def running(self, provider: str, account: str | None) -> tuple[TrackedJob, ...]:
        """List the jobs that run."""
        assert provider == "minimax"
        return tuple(job for job in self.runs if account in {None, job.account})

    async def waits(self, provider: str, since: datetime, until: datetime) -> Sequence[timedelta]:
        """Tell how long people waited."""
        assert (provider, until) == ("minimax", NOON)
        assert since < until
        return self.waited

    async def render_png(self, chart: Chart) -> bytes:
        """Draw nothing but the first bytes of a picture."""
        if self.fails:
            raise NotDrawn("The pen is empty.")
        self.drawn.append(chart)
        return PNG


async def watchers() -> dict[str, ProviderPoller]:
    """Look once at two providers with the same two accounts."""

    def watch(name: str) -> ProviderPoller:
        async def look() -> Look:
            rows = (
                ListedSlots(account="200300", limit=3, available=2),
                ListedSlots(account="200301", limit=3, available=0),
            )
            return Look(at=NOON, answer=ProviderAnswer(accounts=rows))

        return ProviderPoller(
            name,
            look=look,
            schedule=PollSchedule(every=timedelta(minutes=1), now=lambda: NOON, jitter=lambda: 1.0),
            store=Forgetful(),
            evaluate=unheard(name),
            wake=lambda: None,
            now=lambda: NOON,
        )

    found = {name: watch(name) for name in ("minimax", "kling")}
    for watcher in found.values():
        await watcher.poll_once()
    return found
