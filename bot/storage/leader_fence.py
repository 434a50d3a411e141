"""The fence: once another program has become the leader, this one stores nothing more."""

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import LeadLost
from bot.storage import tables

_EPOCH = select(tables.lead.c.epoch).with_for_update(read=True)


class LeaderFence:
    """Refuses to write once another program has taken the lead.

    Every take-over increments the number (``epoch``) in the row of ``tables.lead``. Each writing transaction of the
    leader compares that number with its own, and locks the row against a take-over until it has ended. So only the
    program that leads at that very moment marks an alert as being sent, saves a look or makes an offer, however long
    it was suspended or cut off before.

    Attributes:
        epoch: The number of this program's term; None while it does not lead.
        lost: Set once another program has the lead.
    """

    def __init__(self) -> None:
        self.epoch: int | None = None
        self.lost = asyncio.Event()

    def begin_term(self, epoch: int) -> None:
        """Let this program write in the term with this number."""
        self.epoch = epoch
        self.lost.clear()

    async def check(self, connection: AsyncConnection) -> None:
        """Keep the lead until the connection's transaction ends; raises ``LeadLost`` if another program has it."""
        self.compare((await connection.execute(_EPOCH)).scalar_one_or_none())

    def compare(self, epoch: int | None) -> None:
        """Raise ``LeadLost`` if the newest number is not this program's."""
        if epoch is None or epoch != self.epoch:
            self.lost.set()
            raise LeadLost("another program leads now")
