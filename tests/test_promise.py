"""The promise: once all is well, the channel has heard every change exactly once, in order, and nothing invented.

Accounts fill, free and hide; the provider and the chat fail; the power is cut before and after every save and every
send. Real watcher, outbox and database file; the far ends are a table of accounts and a list of messages.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import outbox
from bot.alerts.alert import Alert, What
from bot.alerts.watch import Watch
from bot.capacity.answer import Answer, Row
from bot.capacity.look import Look
from bot.capacity.remembered import Remembered
from bot.errors import NotReached, TryAgain
from bot.polling import Turns
from bot.state.opening import open_store
from bot.state.store import Store
from bot.watcher import ProviderWatcher
from tests.moments import NOON

ACCOUNTS = ("a", "b", "c")
CHANNEL = 1


class PowerCutError(BaseException):
    """The machine is off: nothing catches that."""


class Chat:
    """A channel that drops a repeated nonce, as Discord does; each send may go wrong in its own way."""

    def __init__(self) -> None:
        self.heard: dict[str, Alert] = {}
        self.mishaps: list[str] = []

    async def __call__(self, alert: Alert, *, perhaps_since: datetime | None) -> int:  # noqa: ARG002 - it keeps every key
        """Take an alert, or let happen what is next."""
        mishap = self.mishaps.pop(0) if self.mishaps else "none"
        if mishap == "cut before":
            raise PowerCutError
        if mishap == "refused":
            raise TryAgain("503")
        self.heard.setdefault(alert.key, alert)
        if mishap == "cut after":
            raise PowerCutError
        if mishap == "answer lost":
            raise TryAgain("the connection was closed")
        return len(self.heard)


class Disk:
    """The database, with the power cut before or after a save."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.cut: str | None = None

    async def remembered(self, provider: str) -> Remembered:
        """Give what is remembered."""
        return await self.store.remembered(provider)

    async def remember(self, provider: str, remembered: Remembered, alerts: Sequence[Alert], at: datetime) -> None:
        """Save, unless the power is cut before."""
        cut, self.cut = self.cut, None
        if cut == "before":
            raise PowerCutError
        await self.store.remember(provider, remembered, alerts, at)
        if cut == "after":
            raise PowerCutError


class Promise(RuleBasedStateMachine):
    """One provider, one channel, and everything that can go wrong between them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner(debug=False)
        self.folder = Path(tempfile.mkdtemp())
        self.full = dict.fromkeys(ACCOUNTS, False)
        self.hidden = dict.fromkeys(ACCOUNTS, False)
        self.at = NOON
        self.chat = Chat()
        self.settled: dict[str, bool] = {}
        self.due: list[tuple[str, What]] = []

    @initialize()
    def start(self) -> None:
        """Start for the first time."""
        self.runner.run(self._boot())

    @rule(account=st.sampled_from(ACCOUNTS))
    def fill_or_free(self, account: str) -> None:
        """An account changes."""
        self.full[account] = not self.full[account]

    @rule(account=st.sampled_from(ACCOUNTS))
    def hide_or_show(self, account: str) -> None:
        """An account vanishes from the list, or is back."""
        self.hidden[account] = not self.hidden[account]

    @rule(cut=st.sampled_from([None, None, None, "before", "after"]))
    def look(self, cut: str | None) -> None:
        """Look; the power may be cut at the save."""
        self.disk.cut = cut
        rows = tuple(
            Row(account=account, limit=1, available=0 if self.full[account] else 1)
            for account in ACCOUNTS
            if not self.hidden[account]
        )
        if cut != "before":
            self._expect(rows)
        self._turn(Answer(rows=rows))

    @rule()
    def fail_to_look(self) -> None:
        """The provider fails."""
        self._turn(NotReached("No answer in time."))

    @rule(mishaps=st.lists(st.sampled_from(["refused", "answer lost", "cut before", "cut after"]), max_size=4))
    def deliver(self, mishaps: list[str]) -> None:
        """Deliver what is owed, whatever goes wrong on the way."""
        self.chat.mishaps = mishaps
        self.runner.run(self._deliver())

    @rule()
    def restart(self) -> None:
        """Pull the plug."""
        self.runner.run(self._reboot())

    @invariant()
    def nothing_is_invented(self) -> None:
        """What was heard so far is a beginning of what is due."""
        heard = self._heard()
        assert heard == self.due[: len(heard)]

    def teardown(self) -> None:
        """Let all be well, and listen."""
        self.chat.mishaps = []
        self.runner.run(self._deliver())
        heard = self._heard()
        self.runner.run(self.disk.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)
        assert heard == self.due

    def _expect(self, rows: tuple[Row, ...]) -> None:
        changed = []
        for row in rows:
            now, was = row.available == 0, self.settled.get(row.account)
            self.settled[row.account] = now
            if was is not None and was is not now:
                changed.append((row.account, What.FULL if now else What.FREED))
        self.due += sorted(changed, key=lambda change: (change[1] is What.FREED, change[0]))

    def _heard(self) -> list[tuple[str, What]]:
        return [(news.account, news.what) for alert in self.chat.heard.values() for news in alert.news]

    def _turn(self, answer: Answer | NotReached) -> None:
        self.at += timedelta(seconds=30)
        self.next = Look(at=self.at, answer=answer)
        try:
            self.runner.run(self.watcher.turn())
        except PowerCutError:
            self.runner.run(self._reboot())

    async def _look(self) -> Look:
        return self.next

    async def _boot(self) -> None:
        self.disk = Disk(await open_store(f"sqlite+aiosqlite:///{self.folder / 'capacity.db'}", now=self._now))
        self.watcher = ProviderWatcher(
            "minimax",
            look=self._look,
            turns=Turns(every=timedelta(seconds=30), now=self._now, jitter=lambda: 1.0),
            memory=self.disk,
            watches=lambda: (Watch(id=0, guild=None, channel=CHANNEL),),
            owing=lambda: None,
            now=self._now,
        )

    async def _reboot(self) -> None:
        await self.disk.store.close()
        await self._boot()

    async def _deliver(self) -> None:
        while await self.disk.store.owing_channels():
            delivery = outbox.Outbox(self.disk.store, self.chat, refused=lambda *_: None, now=self._now)
            life = asyncio.create_task(delivery.run())
            while await self.disk.store.owing_channels() and not life.done():  # noqa: ASYNC110 - as in test_outbox
                await asyncio.sleep(0)
            life.cancel()
            try:
                await life
            except asyncio.CancelledError:
                continue
            except BaseException:  # noqa: BLE001 - a power cut, alone or in a group of tasks
                await self._reboot()

    def _now(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without pauses."""
    monkeypatch.setattr(outbox, "LONGEST_PAUSE", timedelta())


pytestmark = pytest.mark.timeout(180)
TestPromise = Promise.TestCase
TestPromise.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
