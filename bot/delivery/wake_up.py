"""How the rest of the bot says that there is something to deliver, without knowing who delivers."""

from collections.abc import Callable


class WakeUp:
    """Wakes the outbox and the message editor, which register themselves; both look into the database then.

    It is made first, so that whatever stores alerts can be given it before there is an outbox.
    """

    def __init__(self) -> None:
        self._outboxes: list[Callable[[], None]] = []
        self._editors: list[Callable[[], None]] = []

    def register(self, *, outbox: Callable[[], None] | None = None, editor: Callable[[], None] | None = None) -> None:
        """Register a function to call when the outbox, or the editor, has something to do."""
        self._outboxes += [] if outbox is None else [outbox]
        self._editors += [] if editor is None else [editor]

    def outbox(self) -> None:
        """Signal that alerts may be owed."""
        for wake in self._outboxes:
            wake()

    def editor(self) -> None:
        """Signal that messages may be outdated."""
        for wake in self._editors:
            wake()

    def both(self) -> None:
        """Signal that alerts may be owed and messages outdated."""
        self.outbox()
        self.editor()
