"""One look, concluded: from what was remembered and what came to what is remembered now and what is owed for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.alerts.alert import Alert
from bot.alerts.compose import about_accounts, about_outage
from bot.alerts.watch import Watch
from bot.capacity.changes import Verdict, compare, settle
from bot.capacity.health import answered, failed
from bot.capacity.known import recall
from bot.capacity.look import Look
from bot.capacity.remembered import Remembered
from bot.capacity.snapshot import Snapshot, take
from bot.errors import LookFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What follows from one look.

    Attributes:
        remembered: What is known from now on. It must be stored together with ``alerts``, or not at all.
        snapshot: What is true of the accounts; None where the look failed.
        verdicts: Why each account is told, or is not.
        alerts: What is owed, in the order to send.
    """

    remembered: Remembered
    snapshot: Snapshot | None = None
    verdicts: tuple[Verdict, ...] = ()
    alerts: tuple[Alert, ...] = ()


def conclude(provider: str, was: Remembered, look: Look, watches: Iterable[Watch]) -> Conclusion:
    """Conclude a look; a failed one changes nothing that is known of accounts."""
    watches = tuple(watches)
    if isinstance(look.answer, LookFailed):
        health, failing = failed(was.health, look.answer.sentence, look.at)
        return Conclusion(
            remembered=Remembered(roster=was.roster, health=health),
            alerts=about_outage(provider, failing, look.at, watches) if failing else (),
        )
    health, returned = answered(was.health, look.at)
    roster = recall(was.roster, look.answer, look.listed, look.at)
    snapshot = take(provider, look.answer, roster, look.at)
    verdicts = compare(roster, snapshot)
    return Conclusion(
        remembered=Remembered(roster=settle(roster, verdicts, look.at), health=health),
        snapshot=snapshot,
        verdicts=verdicts,
        alerts=(
            *(about_outage(provider, returned, look.at, watches) if returned else ()),
            *about_accounts(snapshot, verdicts, watches),
        ),
    )
