"""When accounts of a pool stopped counting while others went on: why the pool's limit fell."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from bot.history.state_changes import StateChange


def lost_slots(changes: Iterable[StateChange], start: datetime, end: datetime) -> tuple[StateChange, ...]:
    """Return the changes by which an account's slots were lost to the pool, in their order.

    Where all accounts are lost together there is nothing that the limit fell to: that is an outage.

    Args:
        changes: Those of a provider's accounts, in any order.
        start: The first moment.
        end: The first moment after.
    """
    counted: set[str] = set()
    lost: list[StateChange] = []
    for at, together in groupby(sorted(changes, key=attrgetter("at")), key=attrgetter("at")):
        latest = {change.account: change for change in together}
        gone = [change for account, change in latest.items() if account in counted and not change.certain]
        counted = {*counted, *latest} - {account for account, change in latest.items() if not change.certain}
        if counted and start < at < end:
            lost += gone
    return tuple(lost)
