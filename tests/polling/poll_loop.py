"""A poller without a network or database: what it sees, what it remembers, and whom it wakes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts.provider_answer import ListedSlots, Look, ProviderAnswer
from bot.alerts.alert import Alert
from bot.alerts.alert_state import ProviderMemory
from bot.alerts.audience import Audience
from bot.alerts.decide_for_channel import Steps
from bot.alerts.evaluate_look import Evaluation, PendingEvaluation, evaluate_look
from bot.alerts.flapping_and_summaries import AlertThresholds
from bot.errors import LookFailed, StorageUnavailable
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_poller import ProviderPoller
from bot.subscriptions.topics_and_conditions import Condition
from bot.subscriptions.watch import Tell, Watch
from tests.alerts.no_forecast import NoForecast
from tests.moments import after

AUDIENCE = Audience(watches=(Watch(id=1, guild=1, channel=1, tell=Tell.ACCOUNTS),))


class Memory:
    """What is remembered, with a plug that a test can pull."""

    def __init__(self) -> None:
        self.kept = ProviderMemory()
        self.owed: list[Alert] = []
        self.gone = False
        self.answer_lost = False
        self.bug: ValueError | None = None
        self.asked = 0

    async def load_memory(self, provider: str) -> ProviderMemory:  # noqa: ARG002 - there is one provider
        """Return what is remembered."""
        self.asked += 1
        if self.gone:
            raise StorageUnavailable("unplugged")
        return self.kept

    async def save_evaluation(
        self,
        provider: str,  # noqa: ARG002 - there is one provider
        evaluation: Evaluation,
        at: datetime,  # noqa: ARG002 - nobody asks since when
    ) -> None:
        """Remember all or nothing."""
        if self.gone:
            raise StorageUnavailable("unplugged")
        if self.bug is not None:
            raise self.bug
        self.kept = evaluation.remembered
        self.owed += evaluation.alerts
        if self.answer_lost:
            raise StorageUnavailable("connection was closed in the middle of operation")


class Loop:
    """A watcher that looks when it is told to, a minute apart."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.minute = 0
        self.set_back = 0
        self.answer: ProviderAnswer | LookFailed | ValueError = ProviderAnswer()
        self.woken = 0
        self.during_look: Callable[[], None] = lambda: None
        self.during_decision: Callable[[], None] = lambda: None
        self.restart()

    def restart(self) -> None:
        """Start again, with nothing in memory."""
        self.watcher = ProviderPoller(
            "minimax",
            look=self._look,
            schedule=PollSchedule(
                every=timedelta(minutes=1), now=self._now, monotonic=lambda: self.minute * 60.0, jitter=lambda: 1.0
            ),
            store=self.memory,
            evaluate=self._evaluate,
            wake=self._wake,
            name_account="account {}".format,
        )

    async def sees(self, answer: ProviderAnswer | LookFailed | ValueError) -> None:
        """Look once."""
        self.answer = answer
        self.minute += 1
        await self.watcher.poll_once()

    def told(self) -> list[Condition]:
        """List what is owed so far."""
        return [news.what for alert in self.memory.owed for part in alert.parts for news in part.news]

    def _now(self) -> datetime:
        return after(minutes=self.minute - self.set_back)

    def _wake(self) -> None:
        self.woken += 1

    def _evaluate(self, was: ProviderMemory, look: Look) -> PendingEvaluation:
        pending = evaluate_look("minimax", was, look, AUDIENCE, AlertThresholds(), NoForecast())
        return replace(pending, steps=self._decide(pending.steps))

    def _decide(self, steps: Steps[Evaluation]) -> Steps[Evaluation]:
        self.during_decision()
        return (yield from steps)

    async def _look(self) -> Look:
        if isinstance(self.answer, ValueError):
            raise self.answer
        self.during_look()
        return Look(at=self._now(), answer=self.answer)


def slots(free: int, *accounts: str) -> ProviderAnswer:
    listed = (ListedSlots(account=account, limit=2, available=free) for account in accounts or ("a",))
    return ProviderAnswer(accounts=tuple(listed))
