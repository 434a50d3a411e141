"""The lead: the right to look, send, edit and answer, which one of several programs on a database has."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

from bot.health.doctor_findings import Leader
from bot.storage.lead_fence import LeadFence


class Lead:
    """The lead of a program that is the only one on its database; on PostgreSQL it may have to wait for it.

    Attributes:
        fence: What refuses the writes of a program that does not lead; None where there can be no other.
    """

    fence: LeadFence | None = None

    async def __aenter__(self) -> Self:
        """Make ready to take the lead; raises ``BadDatabase``."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let another program lead."""

    @property
    def leader(self) -> Leader | None:
        """Which program leads since when, as far as this one knows; None where there can be no other."""
        return None

    def is_heard(self) -> bool:
        """Return whether the database answered a standby lately."""
        return True

    async def take(self) -> None:
        """Wait until this program may lead; until then it stands by."""

    async def begin_term(self) -> None:
        """Lead: what another program would still write is refused from now on; raises ``StorageUnavailable``."""

    async def note_ready(self) -> None:
        """Note that this program answers people, so that the one before may end."""

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the lead in a block that may take long; raises ``LeadLost`` after it if another program has it."""
        yield

    async def watch(self) -> None:
        """Hold the lead until cancelled; raises ``LeadLost`` once another program has it."""
        await asyncio.Event().wait()

    async def hand_over(self) -> None:
        """Let the next program lead, and return once it answers people, or where nobody takes the lead."""

    async def step_down(self) -> None:
        """Give up the lead, if this program still has it: it stands by again."""
