"""What became of one attempt to send or edit a message, reported to whoever counts it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from bot.alerts.alert import Alert
from bot.delivery.message_editor import Edit
from bot.delivery.outbox import Deliver
from bot.errors import ChannelRefused, EditRefused, GiveUp, TryAgain


class AttemptOutcome(StrEnum):
    """What became of an attempt."""

    DONE = "done"
    RETRIED = "retried"
    REPLACED = "replaced"
    GIVEN_UP = "given_up"
    UNEXPECTED = "unexpected"


Report = Callable[[Alert, AttemptOutcome], None]


def reported_delivery(deliver: Deliver, report: Report) -> Deliver:
    """Return a function that delivers alerts and reports each attempt."""

    async def deliver_and_report(alert: Alert, *, perhaps_since: datetime | None) -> int | None:
        try:
            message_id = await deliver(alert, perhaps_since=perhaps_since)
        except Exception as problem:
            report(alert, _outcome(problem))
            raise
        report(alert, AttemptOutcome.DONE)
        return message_id

    return deliver_and_report


def reported_edit(edit: Edit, report: Report) -> Edit:
    """Return a function that edits messages and reports each attempt."""

    async def edit_and_report(alert: Alert, message_id: int) -> None:
        try:
            await edit(alert, message_id)
        except ChannelRefused:
            report(alert, AttemptOutcome.RETRIED)  # once the channel is resumed
            raise
        except Exception as problem:
            report(alert, _outcome(problem))
            raise
        report(alert, AttemptOutcome.DONE)

    return edit_and_report


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
