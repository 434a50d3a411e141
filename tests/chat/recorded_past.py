"""A past to ask about, on a real database: what was seen of MiniMax; nothing was of any other provider."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.accounts.job import Job
from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.chat.account_lookup import AccountLookup
from bot.chat.history.handler import HistorySources
from bot.history.duration_curve import JobObservation
from bot.history.history_recorder import HistoryAddition, HistoryRecorder
from bot.polling.provider_poller import ProviderPoller
from bot.reports.report_sender import ReportMaker, Waited
from bot.storage.database import Store
from tests.chat.polled import polled
from tests.chat.samples import NAMES, WORDS
from tests.moments import NOON

FULL = Account(name="200300", state=AccountState.FULL, free=0, limit=3, running=3)
IDLE = Account(name="200301", state=AccountState.FREE, free=3, limit=3)


class RecordedPast:
    """What was seen, and who answers about it.

    Attributes:
        store: The database.
        pollers: Who asks each provider.
        lookup: Finds what people mean.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.pollers: dict[str, ProviderPoller] = {name: polled(name, _answer) for name in ("minimax", "kling")}
        self.lookup = AccountLookup(self.pollers, WORDS, NAMES)
        self._recorder = HistoryRecorder(store.history, max_gap=timedelta(hours=2), stuck_after=timedelta(days=1))

    async def look(self) -> None:
        """Look at both providers."""
        for poller in self.pollers.values():
            await poller.poll_once()

    async def see(
        self,
        *moments: datetime,
        accounts: tuple[Account, ...] = (FULL, IDLE),
        jobs: Sequence[Job] = (),
        observations: Sequence[JobObservation] = (),
    ) -> None:
        """See accounts of MiniMax, and these jobs, at each of some moments."""
        await self.store.history.add("minimax", HistoryAddition(observations=tuple(observations)))
        for at in moments:
            seen = Snapshot(provider="minimax", at=at, accounts=accounts, jobs=tuple(jobs))
            await self._recorder.on_snapshot(seen)

    def sources(self, *, days: int = 30) -> HistorySources:
        """Return where history is read, kept for this many days."""
        return HistorySources(
            archive=self.store.history, recorder=self._recorder, kept=timedelta(days=days), now=lambda: NOON
        )

    def maker(self, waited: Waited | None = None, *, kept: timedelta = timedelta(days=30)) -> ReportMaker:
        """Return what makes reports, of history that is kept for so long."""
        return ReportMaker(
            changes=self.store.history.state_changes,
            waited=waited or self.store.waiters.waited,
            valid_until=self._recorder.valid_until,
            accounts=lambda name: self.pollers[name].accounts(),
            kept=kept,
            now=lambda: NOON,
        )


def _answer() -> ProviderAnswer:
    return ProviderAnswer(
        accounts=(
            ListedSlots(account="200300", limit=3, available=0),
            ListedSlots(account="200301", limit=3, available=3),
        )
    )
