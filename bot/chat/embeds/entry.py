"""What is asked of a stored alert to explain it; the database gives it."""

from datetime import datetime
from typing import Protocol

from bot.alerts.alert import Alert
from bot.alerts.news import Withheld


class Entry(Protocol):
    """What is stored of an alert."""

    @property
    def alert(self) -> Alert:
        """What it says, as it was last amended."""
        ...

    @property
    def owed_at(self) -> datetime:
        """Since when it is owed."""
        ...

    @property
    def attempts(self) -> int:
        """How often sending it was begun."""
        ...

    @property
    def sending_since(self) -> datetime | None:
        """When that was first."""
        ...

    @property
    def told_at(self) -> datetime | None:
        """When it was told."""
        ...

    @property
    def message_id(self) -> int | None:
        """As which message, where that is known."""
        ...

    @property
    def edited_at(self) -> datetime | None:
        """When an edit of that was last begun."""
        ...

    @property
    def given_up_at(self) -> datetime | None:
        """When it was settled without being told."""
        ...

    @property
    def reason(self) -> str | None:
        """Why that was."""
        ...

    @property
    def withheld(self) -> Withheld | None:
        """What kept it from being owed at all."""
        ...

    @property
    def continued_in(self) -> str | None:
        """The key of the alert that tells what comes next in place of this one."""
        ...
