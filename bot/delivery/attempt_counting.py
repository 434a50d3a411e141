"""Counts attempts to post or edit messages: what became of each is reported to whoever counts it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from bot.alerts.alert import Alert
from bot.delivery.message_port import DeliveryTiming, Found, MessagePort, Note
from bot.errors import ChannelRefused, EditPostponed, EditRefused, GiveUp, StorageUnavailable, TryAgain


class AttemptOutcome(StrEnum):
    """What became of an attempt."""

    DONE = "done"
    RETRIED = "retried"
    REPLACED = "replaced"
    GIVEN_UP = "given_up"
    UNEXPECTED = "unexpected"


Report = Callable[[Alert, AttemptOutcome], None]


class ReportedPort:
    """A platform whose attempts are reported.

    Args:
        port: The platform.
        posted: Called with what became of each attempt to post.
        edited: Called with what became of each attempt to edit.
    """

    def __init__(self, port: MessagePort, *, posted: Report, edited: Report) -> None:
        self._port = port
        self._posted = posted
        self._edited = edited

    @property
    def timing(self) -> DeliveryTiming:
        """As the platform's."""
        return self._port.timing

    async def post(self, alert: Alert, note: Note) -> int | None:
        """Post, and report it."""
        try:
            message_id = await self._port.post(alert, note)
        except StorageUnavailable:
            raise  # no attempt: it could not be noted
        except Exception as problem:
            self._posted(alert, _outcome(problem))
            raise
        self._posted(alert, AttemptOutcome.DONE)
        return message_id

    async def edit(self, alert: Alert, message_id: int, note: Note) -> None:
        """Edit, and report it."""
        try:
            await self._port.edit(alert, message_id, note)
        except (EditPostponed, StorageUnavailable):
            raise  # no attempt
        except ChannelRefused:
            self._edited(alert, AttemptOutcome.RETRIED)  # once the channel is resumed
            raise
        except Exception as problem:
            self._edited(alert, _outcome(problem))
            raise
        self._edited(alert, AttemptOutcome.DONE)

    async def find(self, alert: Alert, since: datetime) -> Found | None:
        """Find; nothing is sent, so nothing is reported, but that the message is there: an attempt had arrived."""
        found = await self._port.find(alert, since)
        if found is not None:
            self._posted(alert, AttemptOutcome.DONE)
        return found


def _outcome(problem: Exception) -> AttemptOutcome:
    match problem:
        case TryAgain():
            return AttemptOutcome.RETRIED
        case EditRefused():
            return AttemptOutcome.REPLACED  # a new message follows, or the same edit later
        case GiveUp():
            return AttemptOutcome.GIVEN_UP
        case _:
            return AttemptOutcome.UNEXPECTED
