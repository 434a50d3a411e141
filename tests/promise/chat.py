"""A chat that keeps what it was sent and how it was edited; each request may go wrong in its own way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.alerts.alert import Alert
from bot.delivery.message_port import Found
from bot.errors import ChannelRefused, EditRefused, TryAgain


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
    """Channels that drop a repeated nonce, as Discord does.

    Attributes:
        messages: Every message ever stored, the oldest first.
        mishaps: What happens to the next requests: ``cut before``, ``cut after``, ``refused``, ``answer lost``,
            ``too old`` (of edits only) or nothing out of the ordinary.
        closed: The channels that refuse the bot.
    """

    messages: list[Message] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)

    key_trusted = timedelta(days=1)
    settles_after = timedelta()

    async def post(self, alert: Alert) -> int:
        """Take an alert, or let happen what is next."""
        if alert.channel in self.closed:
            raise ChannelRefused("403")
        known = next((message for message in self.messages if message.sent.key == alert.key), None)

        def store() -> int:
            if known is not None:
                return known.id
            self.messages.append(Message(id=len(self.messages) + 1, sent=alert, says=alert))
            return len(self.messages)

        return self._suffer(store)

    async def find(self, alert: Alert, since: datetime) -> Found | None:  # noqa: ARG002 - it keeps every key
        """Find nothing: it drops every repeat."""
        return None

    async def edit(self, alert: Alert, message_id: int) -> None:
        """Change a message, or let happen what is next."""
        message = self.messages[message_id - 1]
        if alert.channel in self.closed:
            raise ChannelRefused("403")
        if message.deleted:
            raise EditRefused("10008")
        if self.mishaps[:1] == ["too old"]:
            self.mishaps.pop(0)
            message.refused_edit = True
            raise EditRefused("30046")

        def change() -> int:
            message.says = alert
            return message.id

        self._suffer(change)

    def _suffer(self, request: Callable[[], int]) -> int:
        mishap = self.mishaps.pop(0) if self.mishaps else "none"
        if mishap == "cut before":
            raise PowerCutError
        if mishap == "refused":
            raise TryAgain("503")
        answer = request()
        if mishap == "cut after":
            raise PowerCutError
        if mishap == "answer lost":
            raise TryAgain("the connection was closed")
        return answer
