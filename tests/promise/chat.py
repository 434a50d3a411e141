"""A chat that keeps what it was sent and how it was edited; each request may go wrong in its own way."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from typing_extensions import override

from bot.alerts.alert import Alert
from bot.delivery.message_port import DeliveryTiming, Found, MessagePorts, Note
from bot.errors import ChannelRefused, EditRefused, TryAgain
from bot.platforms import Platform

LANDS_AFTER = 0.005
"""Seconds after which something is stored late: soon enough for Slack's settling time in these tests."""


class PowerCutError(BaseException):
    """The machine is off: nothing catches that."""


@dataclass(kw_only=True)
class Message:
    """One message: what it said at first and says now, and whether it can be trusted to say what it should."""

    id: int
    sent: Alert
    says: Alert
    deleted: bool = False
    refused_edit: bool = False


@dataclass(kw_only=True)
class Chat:
    """Channels of two platforms: Discord, which drops a repeated nonce, and Slack, which drops nothing.

    Attributes:
        messages: Every message ever stored, the oldest first.
        mishaps: What happens to the next requests: ``cut before``, ``cut after``, ``refused``, ``limited``, ``answer
            lost``, ``late`` (stored once nobody waits any more), ``too old`` (of edits only) or nothing out of the
            ordinary.
        closed: The channels that refuse the bot.
        late: What is stored late, and when.
    """

    messages: list[Message] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    late: list[tuple[float, Callable[[], int]]] = field(default_factory=list)

    def land(self) -> None:
        """Store what was to be stored late, and whose time has come."""
        now = _elapsed()
        due = [request for at, request in self.late if at <= now]
        self.late = [(at, request) for at, request in self.late if at > now]
        for request in due:
            request()

    @property
    def ports(self) -> MessagePorts:
        """Both platforms."""
        return MessagePorts({Platform.DISCORD: _Discord(self), Platform.SLACK: _Slack(self)})


class _Discord:
    """Keeps every key for longer than any test lasts."""

    timing = DeliveryTiming(deduplicates_for=timedelta(days=1))

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def post(self, alert: Alert, note: Note) -> int:
        """Take an alert, or let happen what is next."""
        self._chat.land()
        self._admit(alert)
        await note()
        return self._suffer(lambda: self._store(alert))

    async def find(self, alert: Alert, since: datetime) -> Found | None:  # noqa: ARG002 - it looks through all
        """Find an alert."""
        self._chat.land()
        self._admit(alert)
        known = self._known(alert)
        return None if known is None else Found(message_id=known.id)

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Change a message, or let happen what is next."""
        message = self._chat.messages[message_id - 1]
        self._admit(alert)
        await note()
        if message.deleted:
            raise EditRefused("10008")
        if self._chat.mishaps[:1] == ["too old"]:
            self._chat.mishaps.pop(0)
            message.refused_edit = True
            raise EditRefused("30046")

        def change() -> int:
            message.says = alert
            return message.id

        self._suffer(change)

    def _admit(self, alert: Alert) -> None:
        if alert.channel in self._chat.closed:
            raise ChannelRefused("403")

    def _known(self, alert: Alert) -> Message | None:
        return next((message for message in self._chat.messages if message.sent.key == alert.key), None)

    def _store(self, alert: Alert) -> int:
        if (known := self._known(alert)) is not None:
            return known.id
        return self._add(alert)

    def _add(self, alert: Alert) -> int:
        self._chat.messages.append(Message(id=len(self._chat.messages) + 1, sent=alert, says=alert))
        return len(self._chat.messages)

    def _suffer(self, request: Callable[[], int]) -> int:
        mishap = self._chat.mishaps.pop(0) if self._chat.mishaps else "none"
        match mishap:
            case "cut before":
                raise PowerCutError
            case "refused":
                raise TryAgain("503")
            case "limited":
                raise TryAgain("429", sent=False)
            case "late":
                self._chat.late.append((_elapsed() + LANDS_AFTER, request))
                raise TryAgain("no answer in time")
        answer = request()
        if mishap == "cut after":
            raise PowerCutError
        if mishap == "answer lost":
            raise TryAgain("the connection was closed")
        return answer


class _Slack(_Discord):
    """Stores whatever it is sent."""

    timing = DeliveryTiming(settles_after=timedelta(seconds=0.02))

    @override
    def _store(self, alert: Alert) -> int:
        return self._add(alert)


def _elapsed() -> float:
    return asyncio.get_running_loop().time()
