"""The functions by which a running bot reports what ``metric_counters`` counts; by default nothing is counted."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from bot.accounts.provider_answer import Look
from bot.alerts.alert import Alert
from bot.delivery.message_port import AttemptOutcome
from bot.platforms import Platform


def _ignore(*_: object) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observers:
    """Functions that are called when something happens; each returns at once.

    Attributes:
        looked: Called with a provider's name and its look.
        delivered: Called after each attempt to send an alert.
        edited: Called after each attempt to edit a message.
        answered: Called with a platform and the status of each answer of its HTTP API; None if none came.
        transaction: Returns a context that times one transaction, including the wait for a connection.
    """

    looked: Callable[[str, Look], None] = _ignore
    delivered: Callable[[Alert, AttemptOutcome], None] = _ignore
    edited: Callable[[Alert, AttemptOutcome], None] = _ignore
    answered: Callable[[Platform, int | None], None] = _ignore
    transaction: Callable[[], AbstractContextManager[None]] = nullcontext


UNOBSERVED = Observers()
