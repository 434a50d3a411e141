"""The line: those who wait for a slot are served after each good look, and told when their time is over.

Not here: who is served (``waiting``), how they are told (``outbox``), how they ask (``chat``).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.accounts.snapshot import Snapshot
from bot.alerts.slot_notice import Berth, Outcome
from bot.errors import BadInput, StorageUnavailable
from bot.waitlist.offer_replies import cancel, pass_on, take
from bot.waitlist.queue_position import position
from bot.waitlist.serving import expire, serve
from bot.waitlist.serving_result import ServingResult
from bot.waitlist.waiter import MOST_OF_A_MEMBER, Waiter

FRESH = timedelta(minutes=2)
"""From an older look nobody is served when somebody passes; the next look serves them."""

LONGEST_PAUSE = timedelta(minutes=1)
SHORTEST_PAUSE = timedelta(seconds=1)

FORGOTTEN = "That offer is forgotten: offers are kept for some weeks only."
NOT_YOURS = "That is offered to somebody else; only they can take it or pass it on."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody stands.

    Attributes:
        waiter: Who.
        position: The place in line, from 1.
        berths: What the next look offers them, if nothing changes until then.
    """

    waiter: Waiter
    position: int
    berths: tuple[Berth, ...] = ()


class WaiterStore(Protocol):
    """What is asked of the database; everything raises ``StorageUnavailable``."""

    async def waiters(self) -> tuple[Waiter, ...]:
        """Give all who wait, or for whom something is kept; who came first is first."""
        ...

    async def offered(self, key: str) -> Waiter | None:
        """Find whom the alert of this key offers something."""
        ...

    async def next_until(self) -> datetime | None:
        """Tell when the next waiting ends without room."""
        ...

    async def add_waiter(self, waiter: Waiter, admit: Callable[[Sequence[Waiter]], None]) -> int:
        """Store somebody who waits, unless ``admit`` raises, and give them their number."""
        ...

    async def decide(
        self, decide: Callable[[Sequence[Waiter]], ServingResult], at: datetime, *, provider: str | None = None
    ) -> ServingResult:
        """Let somebody decide about those who wait, and store what follows."""
        ...


class Waitlist:
    """Keeps the line.

    Args:
        store: Where those who wait are stored.
        owing: Called after alerts, or changes to them, were stored.
        now: The clock.
    """

    def __init__(self, store: WaiterStore, *, owing: Callable[[], None], now: Callable[[], datetime]) -> None:
        self._store = store
        self._owing = owing
        self._now = now
        self._seen: dict[str, Snapshot] = {}
        self._one_at_a_time = asyncio.Lock()  # what PostgreSQL would let two count at once, one of them counts later
        self._woken = asyncio.Event()

    async def looked(self, seen: Snapshot, looked_at: datetime | None) -> None:  # noqa: ARG002 - an onlooker hears it
        """Serve those who wait for a provider; raises ``StorageUnavailable``."""
        self._seen[seen.provider] = seen
        await self._decide(lambda waiters: serve(waiters, seen), provider=seen.provider)

    def seen(self, provider: str) -> Snapshot | None:
        """Give the newest good look at a provider that still counts."""
        seen = self._seen.get(provider)
        return seen if seen is not None and self._now() - seen.at <= FRESH else None

    async def ask(self, waiter: Waiter) -> Place:
        """Let somebody wait, and tell where they stand, with the number that they are given.

        Raises:
            BadInput: They wait for the same already, or for as much as they may.
            StorageUnavailable: It could not be stored.
        """
        async with self._one_at_a_time:
            added = replace(waiter, id=await self._store.add_waiter(waiter, lambda others: _admit(waiter, others)))
        self._woken.set()
        return self._place(added, await self._store.waiters())

    async def of(self, guild: int, member: int) -> tuple[Place, ...]:
        """List what a member waits for; raises ``StorageUnavailable``."""
        waiters = await self._store.waiters()
        theirs = (one for one in waiters if one.waits and (one.guild, one.member) == (guild, member))
        return tuple(self._place(one, waiters) for one in theirs)

    async def cancel(self, guild: int, member: int, number: int) -> Waiter:
        """Let a member wait no more; raises ``BadInput`` and ``StorageUnavailable``."""
        at = self._now()
        waiter = next((one.waiter for one in await self.of(guild, member) if one.waiter.id == number), None)
        if waiter is not None and (await self._decide(lambda waiters: cancel(waiters, number, at))).changed:
            return waiter
        raise BadInput(f"You don't wait under number {number}; `/notify list` names what you wait for.")

    async def take(self, key: str, member: int) -> Waiter:
        """Let a member take what was offered, and give them as they are then; raises as ``pass_on`` does."""
        at = self._now()
        return await self._answered(key, member, Outcome.TAKEN, lambda waiters: take(waiters, key, at))

    async def pass_on(self, key: str, member: int) -> Waiter:
        """Let a member leave what was offered to whoever is next, and give them as they are then.

        Raises:
            BadInput: It was not offered to them, or that is over.
            StorageUnavailable: It could not be stored.
        """
        at = self._now()

        def passed(waiters: Sequence[Waiter]) -> ServingResult:
            holder = next((one for one in waiters if one.offer is not None and one.offer.key == key), None)
            same = [one for one in waiters if holder is not None and one.provider == holder.provider]
            return pass_on(same, key, at, None if holder is None else self.seen(holder.provider))

        return await self._answered(key, member, Outcome.PASSED, passed)

    async def expire(self) -> None:
        """Tell those whose time is over that it is; raises ``StorageUnavailable``."""
        at = self._now()
        await self._decide(lambda waiters: expire(waiters, at))

    async def run(self) -> None:
        """Tell those whose time is over, until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.expire()
                until = await self._store.next_until()
            except StorageUnavailable as problem:
                log.warning("Those who wait for a slot are looked at later: %s", problem)
                until = None
            pause = LONGEST_PAUSE if until is None else min(until - self._now(), LONGEST_PAUSE)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(pause, SHORTEST_PAUSE).total_seconds()):
                    await self._woken.wait()

    def _place(self, waiter: Waiter, waiters: Sequence[Waiter]) -> Place:
        seen = self.seen(waiter.provider)
        then = (
            ServingResult()
            if seen is None
            else serve([one for one in waiters if one.provider == waiter.provider], seen)
        )
        offers = (one.offer for one in then.changed if one.id == waiter.id and one.offer is not None)
        berths = tuple(Berth(account=held.account, slots=held.slots) for offer in offers for held in offer.held)
        return Place(waiter=waiter, position=position(waiters, waiter), berths=berths)

    async def _answered(
        self, key: str, member: int, wanted: Outcome, decide: Callable[[Sequence[Waiter]], ServingResult]
    ) -> Waiter:
        holder = await self._store.offered(key)
        if holder is None:
            raise BadInput(FORGOTTEN)
        if holder.member != member:
            raise BadInput(NOT_YOURS)
        await self._decide(decide)
        now = await self._store.offered(key)
        if now is None or now.outcome is not wanted:
            raise BadInput(f"That offer is settled already: {(now or holder).outcome}.")
        return now

    async def _decide(
        self, decide: Callable[[Sequence[Waiter]], ServingResult], *, provider: str | None = None
    ) -> ServingResult:
        served = await self._store.decide(decide, self._now(), provider=provider)
        for notice in (alert.notice for alert in served.alerts if alert.notice is not None):
            log.info("%s: member %d, number %d: %s.", notice.provider, notice.member, notice.waiter, notice.kind)
        if served.alerts or served.closed:
            self._owing()
        return served


def _admit(waiter: Waiter, others: Sequence[Waiter]) -> None:
    """Refuse who waits for the same already, or for as much as a member may; raises ``BadInput``."""
    theirs = [one for one in others if one.waits and (one.guild, one.member) == (waiter.guild, waiter.member)]
    if (twin := next((one for one in theirs if one.same(waiter)), None)) is not None:
        raise BadInput(f"You wait for that already, as number {twin.id}; `/notify list` shows all.")
    if len(theirs) >= MOST_OF_A_MEMBER:
        raise BadInput(f"You wait for {MOST_OF_A_MEMBER} already; `/notify cancel` one of them first.")
