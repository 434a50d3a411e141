"""What was removed a moment ago, for the button **Undo** in the answer that says so.

The answer is private and short-lived, so this is not stored: a restart forgets it.
"""

from collections import OrderedDict
from typing import Generic, TypeVar

from bot.chat.message import Button
from bot.errors import BadInput
from bot.platforms.platform_words import CommandName

MOST = 100

Record = TypeVar("Record")


class RecentlyRemoved(Generic[Record]):
    """Holds what can be brought back.

    Args:
        action: The name of the action that brings it back, such as ``watches:undo``.
        anew: The name of the command that makes such a thing anew, for a sentence.
    """

    def __init__(self, action: str, anew: str) -> None:
        self._action = action
        self._anew = anew
        self._removed: OrderedDict[int, Record] = OrderedDict()

    def remember(self, number: int, record: Record) -> Button:
        """Remember a record by its number, and return the button that brings it back."""
        self._removed[number] = record
        while len(self._removed) > MOST:
            self._removed.popitem(last=False)
        return Button(label="Undo", action=self._action, arguments=(str(number),))

    def find(self, number: int) -> Record:
        """Return what was removed under a number; raises ``BadInput`` where that is not known any more."""
        if (found := self._removed.get(number)) is None:
            raise BadInput("That can't be undone any more. ", CommandName(self._anew), " makes it anew.")
        return found

    def forget(self, number: int) -> None:
        """Forget what was brought back."""
        self._removed.pop(number, None)
