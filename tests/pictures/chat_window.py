"""A platform's channel as somebody sees it: asked, pressed and drawn alike on the loopback Discord and Slack."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Something that somebody sees.

    Attributes:
        html: As it is drawn.
        pushed: What a locked phone shows of it; "" where it makes no push.
        message: As the platform has it, to press a button of; None where there is none.
    """

    html: str
    pushed: str = ""
    message: object | None = None


class ChatWindow(Protocol):
    """A channel of a platform, with its bot.

    Attributes:
        settings: What sends the program there.
    """

    settings: Mapping[str, str]

    async def ready(self) -> None:
        """Wait until the bot is connected and can be asked."""
        ...

    async def use(self, command: str, *, manager: bool = False, **values: str | int) -> Shown:
        """Use a command, as a member or as a manager, with values by the names of its options (``for_`` is ``for``)."""
        ...

    async def press(self, shown: Shown, label: str, *, manager: bool = False) -> Shown:
        """Press the button that reads so, and return the answer, or what became of the message."""
        ...

    async def ask_why(self, post: Shown) -> Shown:
        """Choose "Why this alert?" in the menu of a message."""
        ...

    def posts(self) -> Sequence[Shown]:
        """Return what the bot posted by itself, as it is now, the oldest first."""
        ...

    def texts(self) -> Sequence[str]:
        """Return the headlines of what the bot posted by itself, as they are now."""
        ...

    def refuse_posts(self) -> AbstractContextManager[None]:
        """Answer 503 to each post meanwhile."""
        ...

    async def until(self, found: Callable[[], object]) -> None:
        """Wait until something is true of what is seen."""
        ...

    def page(self, shown: Sequence[str], *, light: bool) -> str:
        """Return a page of what is shown, in the platform's light or dark theme."""
        ...
