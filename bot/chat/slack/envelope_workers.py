"""Handles envelopes, each once and many concurrently, and acknowledges each on the socket that brought it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.chat.background_tasks import BackgroundTasks
from bot.chat.slack.socket_frames import EVENT, Envelope, acknowledgement

MOST_AT_ONCE = 100
"""Maximum number of envelopes handled concurrently; beyond, the socket is not read, and Slack waits."""

REMEMBERED_FOR = 600.0
"""Seconds for which an envelope is not handled again (https://github.com/slackapi/bolt-js/issues/2487)."""

MOST_REMEMBERED = 2000
"""Maximum number of envelopes remembered, with their answers; the oldest are dropped first."""

ANSWER_WITHIN = 2.0
"""Seconds to wait for an answer that goes into the acknowledgement; the rest of the three belongs to the network."""

log = logging.getLogger(__name__)

Payload: TypeAlias = Mapping[str, object]
Handle: TypeAlias = Callable[[Envelope], Awaitable[Payload | None]]
"""Handles an envelope and returns what the acknowledgement holds, within three seconds."""
Send: TypeAlias = Callable[[str], Awaitable[None]]
"""Sends a frame; raises ``ConnectionError`` where the socket has closed."""


class EnvelopeWorkers:
    """Handles envelopes.

    Args:
        handle: Handles one.
        monotonic: A monotonic clock, in seconds.
    """

    def __init__(self, handle: Handle, monotonic: Callable[[], float]) -> None:
        self._handle = handle
        self._monotonic = monotonic
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._answers: dict[str, tuple[float, asyncio.Task[str | None]]] = {}
        self._tasks = BackgroundTasks(log, "A message from Slack could not be acknowledged; please report it.")

    async def take(self, envelope: Envelope, send: Send) -> None:
        """Start to handle an envelope, once there is room; one seen before is only acknowledged again."""
        self._forget()
        known = self._answers.get(envelope.id)
        if known is None:
            await self._room.acquire()
            known = self._answers[envelope.id] = (self._monotonic(), self._tasks.start(self._answer(envelope)))
        self._tasks.start(self._acknowledge(envelope, known[1], send))

    async def finish(self, seconds: float) -> None:
        """Wait some seconds for envelopes being handled, then cancel them."""
        await self._tasks.finish(seconds)

    async def _answer(self, envelope: Envelope) -> str | None:
        """Handle an envelope, and return its acknowledgement; None if Slack must tell the member that it failed."""
        try:
            return acknowledgement(envelope, await self._handle(envelope))
        except Exception:
            log.exception("A message from Slack (%s) failed unexpectedly; please report it.", envelope.type)
            # Slack would send an event again, which would fail again. It tells a member that their action failed.
            return acknowledgement(envelope, None) if envelope.type == EVENT else None
        finally:
            self._room.release()

    async def _acknowledge(self, envelope: Envelope, answering: asyncio.Task[str | None], send: Send) -> None:
        frame = await asyncio.shield(answering)
        if frame is not None:
            try:
                await send(frame)
            except ConnectionError:
                log.warning("Slack closed the socket before one of its messages (%s) was acknowledged.", envelope.type)

    def _forget(self) -> None:
        oldest, too_many = self._monotonic() - REMEMBERED_FOR, len(self._answers) - MOST_REMEMBERED
        for index, (one, (at, task)) in enumerate(list(self._answers.items())):
            if at > oldest and index >= too_many:
                break  # those behind it came later
            if task.done():
                del self._answers[one]
