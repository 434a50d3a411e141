"""Alerts that come in between, and what becomes of those that scrolled by."""

import io
from datetime import timedelta

from rich.console import Console

from bot.alerts.alert import Alert, Drill
from bot.boards.board_content import BoardContent
from bot.chat.message import Card, Message
from bot.chat.terminal.message_renderer import CHANNEL, clock
from bot.chat.terminal.screen import BOT, EDITED_IN_PLACE, Transcript
from bot.chat.terminal.terminal_channel import TerminalDelivery
from tests.far_end import unnoted
from tests.moments import NOON
from tests.rows import each_row

LATER = NOON + timedelta(minutes=1)
WHOLE = "MiniMax: a is full\n▌ MiniMax\n"


class Screen:
    """A terminal on which alerts appear, and what was printed since it was last read."""

    def __init__(self) -> None:
        self._file = io.StringIO()
        self.now = NOON
        transcript = Transcript(Console(file=self._file, width=80), now=lambda: self.now)
        message = Message(headline=("MiniMax: a is full",), cards=(Card(title="MiniMax"),))
        self.deliver = TerminalDelivery(transcript, lambda _: message)

    def printed(self) -> str:
        """Return what was printed since the last call."""
        text = self._file.getvalue()
        self._file.seek(0)
        self._file.truncate()
        return text


@each_row(
    ("content", "shown"),
    [
        (Drill(), "MiniMax: a is full\n"),
        (BoardContent(id=3), f"{WHOLE}{EDITED_IN_PLACE.plain}\n"),
    ],
    ids=["of an alert, its headline", "a board, as a whole"],
)
async def test_what_is_edited_is_shown_again(content: Drill | BoardContent, shown: str) -> None:
    screen, alert = Screen(), Alert(key="k" * 20, channel=1, at=NOON, content=content)
    message_id = await screen.deliver.post(alert, unnoted)
    posted = f"{CHANNEL} · {BOT} · {clock(NOON)}"
    assert screen.printed() == f"\n{posted}\n{WHOLE}"
    screen.now = LATER
    await screen.deliver.edit(alert, message_id, unnoted)
    assert screen.printed() == f"\n{posted} · edited {clock(LATER)}\n{shown}"
