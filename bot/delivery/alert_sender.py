"""Sends the alerts owed (the outbox), in order within each channel, until each is delivered or given up.

Giving up is decided, logged and stored here, too.

A channel in trouble delays no other. An alert is struck off only after its delivery was confirmed. If an answer is
lost, or the program dies before it, nobody knows whether the alert arrived: while the platform drops a repeated key it
is simply sent again, otherwise its message is looked for first. The ``MessageEditor`` keeps sent messages up to date.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.alerts.alert import Alert, Cause
from bot.alerts.folded_alerts import FOLD_AFTER, as_posted, shared_failure
from bot.delivery.channel_tasks import ChannelWorkers, WakeUp
from bot.delivery.message_port import Age, Found, MessagePort, MessagePorts
from bot.delivery.retry import BACKOFF, UNEXPECTED_TRIES, Backoff, until_stored
from bot.delivery.stored_alerts import OutboxStorage, OwedAlert, Uptime
from bot.errors import ChannelRefused, GiveUp, LeadLost, MessageRefused, TryAgain

TOLD_ANEW_EVERY = timedelta(hours=1)
"""Minimum pause in each channel before news whose message the platform refused is told in a new message once more: that
may have the same mistake."""

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Trouble:
    """What went wrong in one channel.

    Attributes:
        failures: Number of failures in a row, by the alerts' numbers.
        ended: When the last attempt ended, in seconds of uptime, by the alerts' numbers.
        folds: False once folding failed in an unexpected way: alerts are then sent one by one.
    """

    failures: Counter[int] = field(default_factory=Counter)
    ended: dict[int, float] = field(default_factory=dict)
    folds: bool = True


class AlertSender:
    """Sends the alerts owed.

    Args:
        store: Where alerts owed are stored.
        ports: The platforms to send through.
        wake_up: Wakes the sender; the editor is woken after each delivery, since the alert may have been amended.
        refused: Called with a channel that accepts no alert any more, and why.
        undelivered: Called with each alert given up whose news counts as not announced, once that is stored.
        is_stale: Returns whether the slot that an alert offers is known to be taken; the alert is then withdrawn.
        fold_after: Alerts owed for longer are folded into one summary for their channel.
        backoff: Pauses after failures.
        now: The clock for moments that are stored and shown. It may be set, also between a crash and the next start.
        uptime: The clock that measures how long ago an attempt was: with a wrong answer an alert would arrive twice or
            never. Nobody sets it, and it goes on while the bot restarts.
    """

    def __init__(  # noqa: PLR0913 - each of its neighbours is a part of its own
        self,
        store: OutboxStorage,
        ports: MessagePorts,
        *,
        wake_up: WakeUp,
        refused: Callable[[int, str], None],
        undelivered: Callable[[Alert], None],
        is_stale: Callable[[Alert], bool] = lambda _: False,
        fold_after: timedelta = FOLD_AFTER,
        backoff: Backoff = BACKOFF,
        now: Callable[[], datetime],
        uptime: Callable[[], Uptime],
    ) -> None:
        self._store = store
        self._ports = ports
        self._wake_up = wake_up
        self._refused = refused
        self._undelivered = undelivered
        self._is_stale = is_stale
        self._fold_after = fold_after
        self._backoff = backoff
        self._now = now
        self._uptime = uptime
        self._started = 0.0
        self._told_anew: dict[int, float] = {}
        self._workers = ChannelWorkers("deliver to", store.owed_channels, self._work, backoff)
        wake_up.register(sender=self.wake)

    def wake(self) -> None:
        """Signal that new alerts are owed."""
        self._workers.wake()

    async def run(self) -> None:
        """Deliver until cancelled; what was owed before the start comes first."""
        self._started = self._uptime().seconds
        await self._workers.run()

    async def _work(self, channel: int) -> None:
        trouble = _Trouble()
        while (owed := await until_stored(lambda: self._store.oldest_owed(channel), self._backoff)) is not None:
            # After each of these three another alert may be the oldest, so read it again.
            if await self._gather(owed) or await self._withdraw(owed) or await self._fold_if_able(owed, trouble):
                continue
            await self._attempt(owed, trouble)

    async def _gather(self, owed: OwedAlert) -> bool:
        """Wait until a summary has gathered its alerts; return whether that took time: much may have changed."""
        until = owed.alert.gathers_until
        # A clock that was set back must not make a summary wait for it.
        if until is None or owed.sending_since is not None or not owed.owed_at <= self._now() < until:
            return False
        await asyncio.sleep((until - self._now()).total_seconds())
        return True

    async def _withdraw(self, owed: OwedAlert) -> bool:
        """Withdraw a stale alert unless it may have been sent; return whether that was tried: it may have changed."""
        if owed.sending_since is not None or not self._is_stale(owed.alert):
            return False
        withdraw = self._store.withdraw
        if await until_stored(lambda: withdraw(owed.id, owed.version, self._now()), self._backoff):
            log.info("Offer %s of %s is withdrawn, not sent.", owed.alert.key, owed.alert.at.isoformat())
        return True

    async def _fold_if_able(self, owed: OwedAlert, trouble: _Trouble) -> bool:
        """Fold as ``_fold``; after an unexpected failure nothing is folded until the channel is owed nothing more."""
        try:
            return trouble.folds and await self._fold(owed)
        except LeadLost:
            raise
        except Exception:
            log.exception("Alerts for channel %d can't be folded; please report it.", owed.alert.channel)
            trouble.folds = False
            return False

    async def _fold(self, owed: OwedAlert) -> bool:
        """Fold a channel's alerts if the oldest gathers or is late, and was never sent; return whether it did."""
        late = self._now() - owed.owed_at > self._fold_after
        if owed.sending_since is not None or not (late or owed.alert.gathers_until):
            return False
        if not late and shared_failure(owed.alert) is not None:
            # News of accounts may be owed behind it; those are told one by one.
            joined = await until_stored(lambda: self._store.join_shared(owed.alert.channel, self._now()), self._backoff)
            self._wake_up.editor()  # it may have joined a message that was sent
            return joined
        # An alert that gathers says why by itself while it is in time; the others with it are new.
        cause = Cause.LATE if late else None
        channel = owed.alert.channel
        folded = await until_stored(lambda: self._store.fold(channel, cause, self._now()), self._backoff)
        if folded:
            log.info("What waited for channel %d is a summary now (%s).", channel, cause or "gathered")
        return folded

    async def _attempt(self, owed: OwedAlert, trouble: _Trouble) -> None:
        """Look for an alert that may be there, or send it, once; settle or pause."""
        failures = trouble.failures
        try:
            port = self._ports.of(owed.alert.channel)
            if _is_doubtful(owed, port.timing.deduplicates_for, self._now()):
                if (found := await self._look(owed, port, trouble)) is None:
                    # As if it had never been tried: what it is by now is sent next, or folded.
                    await until_stored(lambda: self._store.note_unsent(owed.id), self._backoff)
                    return
                message_id = found.message_id
            else:
                message_id = await self._post(owed, port, trouble)
        except LeadLost:
            raise
        except TryAgain as problem:
            failures[owed.id] += 1
            if failures[owed.id] == 1:
                log.warning("Alert %s to channel %s waits: %s", owed.alert.key, owed.alert.channel, problem)
            await self._backoff.sleep(failures[owed.id], problem.retry_after)
        except GiveUp as problem:
            await self._give_up(owed, problem)
        except Exception:
            failures[owed.id] += 1
            log.exception("Alert %s failed unexpectedly; please report it.", owed.alert.key)
            if failures[owed.id] >= UNEXPECTED_TRIES:
                await self._give_up(owed, GiveUp(f"it failed {failures[owed.id]} times in an unexpected way"))
            else:
                await self._backoff.sleep(failures[owed.id])
        else:
            log.info("Alert %s was delivered to channel %s.", owed.alert.key, owed.alert.channel)
            await until_stored(lambda: self._store.mark_delivered(owed.id, message_id, self._now()), self._backoff)
            self._wake_up.editor()

    async def _look(self, owed: OwedAlert, port: MessagePort, trouble: _Trouble) -> Found | None:
        """Look for an alert's message; return None once it is certain that there is none."""
        # If the clock was set back meanwhile, nobody knows which of the moments is right: take the earliest.
        since = min(moment for moment in (owed.sending_since, owed.attempted_at, self._now()) if moment is not None)
        settles_at = self._settles_at(owed, port, trouble)
        settled = settles_at <= self._uptime().seconds  # before the search, which may itself take a while
        found = await port.find(owed.alert, since)
        if found is not None or settled:
            return found
        await asyncio.sleep(max(settles_at - self._uptime().seconds, 0))
        return await port.find(owed.alert, since)

    def _settles_at(self, owed: OwedAlert, port: MessagePort, trouble: _Trouble) -> float:
        """Return the uptime in seconds after which no earlier attempt can store a message any more."""
        if (ended := trouble.ended.get(owed.id)) is not None:
            return ended + port.timing.settles_after.total_seconds()
        # Another program attempted it: only when it noted the attempt is known. If that was on another machine, or
        # before this machine was started, the uptimes can't be compared: assume that it was at our start.
        noted = owed.attempt_uptime
        began = noted.seconds if noted is not None and self._uptime().follows(noted) else self._started
        return began + (port.timing.request_lasts + port.timing.settles_after).total_seconds()

    async def _post(self, owed: OwedAlert, port: MessagePort, trouble: _Trouble) -> int | None:
        async def note_once() -> Uptime:
            noted = self._uptime()  # before it is stored, which may take a while
            await self._store.note_attempt(owed.id, owed.version, self._now(), noted)
            return noted

        async def note() -> Age:
            noted = await until_stored(note_once, self._backoff)
            return lambda: timedelta(seconds=self._uptime().seconds - noted.seconds)

        try:
            return await port.post(as_posted(owed.alert), note)
        except TryAgain as problem:
            if not problem.sent and owed.sending_since is None:
                await until_stored(lambda: self._store.note_unsent(owed.id), self._backoff)
            raise
        finally:
            trouble.ended[owed.id] = self._uptime().seconds

    async def _give_up(self, owed: OwedAlert, problem: GiveUp) -> None:
        channel, reason = owed.alert.channel, str(problem)
        anew = isinstance(problem, MessageRefused) and self._may_tell_anew(channel)
        undelivered = anew or isinstance(problem, ChannelRefused)
        if isinstance(problem, ChannelRefused):
            self._refused(channel, reason)
        log.error(
            "Alert %s to channel %s is given up: %s%s",
            owed.alert.key,
            channel,
            reason,
            ". What it says is told in another." if anew else "",
        )
        await until_stored(
            lambda: self._store.give_up(owed.id, reason, self._now(), undelivered=undelivered), self._backoff
        )
        if undelivered:
            self._undelivered(owed.alert)

    def _may_tell_anew(self, channel: int) -> bool:
        """Return whether the news of a refused message may be told in a new one now; if so, count that as done."""
        now = self._uptime().seconds
        if now < self._told_anew.get(channel, 0.0):
            return False
        self._told_anew[channel] = now + TOLD_ANEW_EVERY.total_seconds()
        return True


def _is_doubtful(owed: OwedAlert, deduplicates_for: timedelta, now: datetime) -> bool:
    """Return whether an alert may have arrived already, and the platform doesn't drop a repeated key any more."""
    first = owed.sending_since
    if first is None:
        return False
    # In any other order, the clock was set meanwhile, and nobody knows how long ago the first attempt was.
    return not (first <= (owed.attempted_at or first) <= now and now - first < deduplicates_for)
