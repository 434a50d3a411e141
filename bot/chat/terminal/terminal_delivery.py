"""Posts alerts into the terminal's channel, and shows them again when their message would be edited.

Output can't be edited. A board is shown again as a whole, an alert only by its headline.
"""

from collections.abc import Callable
from datetime import datetime

from bot.alerts.alert import Alert
from bot.alerts.board_content import BoardContent
from bot.chat.message import Message
from bot.chat.terminal.transcript import Transcript
from bot.delivery.message_port import DeliveryTiming, Found, Note


class TerminalDelivery:
    """Posts alerts.

    Args:
        transcript: Shows them.
        word: Returns an alert as a message.
        posted: Called with each alert and its message.
    """

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
