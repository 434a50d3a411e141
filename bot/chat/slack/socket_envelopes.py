"""Envelopes that a socket brings: each is handled once, many concurrently, and acknowledged on its own socket.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import msgspec

from bot.chat.background_tasks import BackgroundTasks

EVENT = "events_api"
"""The type of envelopes that Slack sends again if they are not acknowledged."""

MOST_AT_ONCE = 100
"""Maximum number of envelopes handled concurrently; beyond, the socket is not read, and Slack waits."""

REMEMBERED_FOR = 600.0
"""Seconds for which an envelope is not handled again (https://github.com/slackapi/bolt-js/issues/2487)."""

MOST_REMEMBERED = 2000
"""Maximum number of envelopes remembered, with their answers; the oldest are dropped first."""

ANSWER_WITHIN = 2.0
"""Seconds to wait for an answer that goes into the acknowledgement; the rest of the three belongs to the network."""

Payload: TypeAlias = Mapping[str, object]

Send: TypeAlias = Callable[[str], Awaitable[None]]
"""Sends a frame; raises ``ConnectionError`` where the socket has closed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The socket is ready; ``num_connections`` is the app's number of connections, including this one."""

    num_connections: int = 1


class End(StrEnum):
    """Why a socket is to be replaced."""

    WARNED = "Slack asked for a new connection"
    DISABLED = "Socket Mode is switched off (api.slack.com/apps, Socket Mode): commands can't reach the bot"
    TOO_MANY = "too many programs are connected with this app's token"
    LOST = "the connection was lost"

    @property
    def is_refusal(self) -> bool:
        """Whether there is no hurry to reconnect, since Slack said no."""
        return self in {End.DISABLED, End.TOO_MANY}


_ENDS = {"link_disabled": End.DISABLED, "too_many_websockets": End.TOO_MANY}
"""Slack's reasons to close a socket, other than that a new one is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """The socket is about to be closed, for this reason."""

    reason: str = ""

    @property
    def end(self) -> End:
        """Why the socket is to be replaced."""
        return _ENDS.get(self.reason, End.WARNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """An action or event in Slack.

    Attributes:
        envelope_id: The id to acknowledge; the same envelope may come twice.
        type: ``slash_commands``, ``interactive`` or ``events_api``.
        payload: What happened.
        accepts_response_payload: Whether the acknowledgement may contain an answer.
    """

    envelope_id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    type: Annotated[str, msgspec.Meta(max_length=200)]
    payload: dict[str, Any] = field(default_factory=dict, repr=False)
    accepts_response_payload: bool = False


def read_frame(text: str) -> Hello | Disconnect | Envelope | None:
    """Parse a frame; None if it is unknown."""
    try:
        found = json.loads(text)
        match found:
            case {"type": "hello"}:
                return msgspec.convert(found, Hello)
            case {"type": "disconnect"}:
                return msgspec.convert(found, Disconnect)
            case _:
                return msgspec.convert(found, Envelope)
    except (ValueError, RecursionError):
        return None


def acknowledgement(envelope: Envelope, payload: Mapping[str, object] | None) -> str:
    """Return the frame that acknowledges an envelope, with an answer if it takes one."""
    answer = {} if payload is None or not envelope.accepts_response_payload else {"payload": payload}
    return json.dumps({"envelope_id": envelope.envelope_id, **answer})


Handle: TypeAlias = Callable[[Envelope], Awaitable[Payload | None]]
"""Handles an envelope and returns the acknowledgement's payload, within three seconds."""


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
        known = self._answers.get(envelope.envelope_id)
        if known is None:
            await self._room.acquire()
            known = (self._monotonic(), self._tasks.start(self._answer(envelope)))
            self._answers[envelope.envelope_id] = known
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
