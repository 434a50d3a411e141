"""The lead: the right to look, send, edit and answer, which only one of several programs on a database has.

Also holds its timings, and digests of settings, by which a standby finds out that its own settings differ from the
leader's.
"""

import asyncio
import contextlib
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from bot.health.doctor_findings import Leader
from bot.storage.leader_fence import LeaderFence

_SALT = "salt"


def digest_settings(settings: Mapping[str, str]) -> str:
    """Return a salt and a salted hash of each setting, as JSON."""
    salt = secrets.token_hex(16)
    return json.dumps({_SALT: salt, **_digests(settings, salt)})


def differing(settings: Mapping[str, str], digested: str | None) -> tuple[str, ...]:
    """Return the names of the settings whose values differ from those in the digest."""
    stored = json.loads(digested or "{}")
    own = _digests(settings, str(stored.pop(_SALT, "")))
    return tuple(sorted(name for name in own.keys() | stored.keys() if own.get(name) != stored.get(name)))


def _digests(settings: Mapping[str, str], salt: str) -> dict[str, str]:
    return {
        name: hashlib.sha256(f"{salt} {name} {value}".encode("utf-8", "surrogatepass")).hexdigest()
        for name, value in settings.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderTimings:
    """How often the leader and the database hear of each other, and how long either may be silent.

    Attributes:
        renew: Pause between two statements of the leader on the connection that holds the lock.
        session_timeout: How long the server waits for a sign of life of the leader; a standby leads within 3 s more.
        answer: How long the database may take to answer a statement about the lead.
        hand_over: How long the old leader waits for the next one to answer people: the program has 5 s to end.
        nobody: How long the old leader waits for a standby to take the lead before it concludes that there is none.
    """

    renew: timedelta = timedelta(seconds=3)
    session_timeout: timedelta = timedelta(seconds=12)
    answer: timedelta = timedelta(seconds=5)
    hand_over: timedelta = timedelta(seconds=3)
    nobody: timedelta = timedelta(seconds=1)


USUAL_TIMINGS = LeaderTimings()


class LeaderLock:
    """The lead of the only program on its database; on PostgreSQL, ``PostgresLeaderLock`` may have to wait for it.

    Attributes:
        fence: Refuses the writes of a program that does not lead; None if there can be no other program.
    """

    fence: LeaderFence | None = None

    async def __aenter__(self) -> Self:
        """Prepare to take the lead; raises ``BadDatabase``."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let another program lead."""

    @property
    def leader(self) -> Leader | None:
        """Which program leads, and since when, as far as this one knows; None if there can be no other."""
        return None

    def is_heard(self) -> bool:
        """Return whether the database has answered this standby lately."""
        return True

    async def take(self) -> None:
        """Wait until this program may lead; until then it stands by."""

    async def begin_term(self) -> None:
        """Lead: from now on, writes of other programs are refused; raises ``StorageUnavailable``."""

    async def note_ready(self) -> None:
        """Note that this program answers people, so that the previous leader may end."""

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the lead in a block that may take long; raises ``LeadLost`` after it if another program has it."""
        yield

    async def watch(self) -> None:
        """Hold the lead until cancelled; raises ``LeadLost`` once another program has it."""
        await asyncio.Event().wait()

    async def hand_over(self) -> None:
        """Let the next program lead; return once it answers people, or if no program takes the lead."""

    async def step_down(self) -> None:
        """Give up the lead, if this program still has it: it stands by again."""
