"""The terminal's one channel and one role: alerts are posted there, and shown again when their message would be edited.

Output can't be edited. A board is shown again as a whole, an alert only by its headline.
"""

from collections.abc import Callable
from datetime import datetime

from typing_extensions import override

from bot.alerts.alert import Alert
from bot.boards.board_content import BoardContent
from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.chat.message import Message
from bot.chat.terminal.message_renderer import CHANNEL
from bot.chat.terminal.screen import Transcript
from bot.chat.typed.option_values import References
from bot.delivery.message_port import DeliveryTiming, Found, Note


class TerminalReferences(References):
    """Takes any word as the one channel, and any word with an @ as the one role."""

    @override
    def channel(self, word: str) -> ChannelChoice | None:
        return ChannelChoice(id=1) if word and not word.startswith("@") and " " not in word else None

    @override
    def role(self, word: str) -> RoleChoice | None:
        return RoleChoice(id=1) if word.startswith("@") and " " not in word else None


class TerminalChannels(ChannelDirectory):
    """Knows one channel, in which nothing is missing."""

    @override
    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        return ()

    @override
    def name(self, channel: int) -> str | None:
        return CHANNEL.removeprefix("#")

    @override
    def is_elsewhere(self, channel: int, guild: int) -> bool:
        return False

    @override
    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        return caller.channel

    @override
    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        return chosen.id

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        return None


class TerminalDelivery:
    """Posts alerts."""

    def __init__(
        self,
        transcript: Transcript,
        word: Callable[[Alert], Message],
        *,
        posted: Callable[[Alert, Message], None] = lambda *_: None,
    ) -> None:
        self._transcript = transcript
        self._word = word
        self._posted = posted

    timing = DeliveryTiming()

    async def post(self, alert: Alert, note: Note) -> int:
        """Post an alert and return its message's id."""
        await note()
        message = self._word(alert)
        message_id = self._transcript.post(message)
        self._posted(alert, message)
        return message_id

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Show a message in its new version."""
        await note()
        self._transcript.edit(message_id, self._word(alert), whole=isinstance(alert.content, BoardContent))

    async def find(self, alert: Alert, since: datetime) -> Found | None:  # noqa: ARG002 - as every port has it
        """Find nothing: posting to a terminal is never in doubt."""
        return None
