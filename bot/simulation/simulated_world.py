"""The life of simulated accounts: which jobs run at a moment; not how a provider spells them (``shapes``).

Everything follows from the seed and the moment. A slot is a lane of jobs, one after the other with pauses; an account
is full while all its lanes are busy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.accounts.job import JobKind
from bot.providers.provider import Provider
from bot.simulation.simulated_accounts import PARTS, REPLY_REFS, AccountScript

_IMAGES = 0.2
"""The share of images, where a provider makes them in the same slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pace:
    """How a lane works, in seconds, each from the least to the most: its first start, its jobs and its pauses."""

    first: tuple[float, float]
    busy: tuple[float, float]
    pause: tuple[float, float]


_USUAL = _Pace(first=(-240, 0), busy=(60, 240), pause=(20, 160))
"""A video takes some minutes."""
_UNBROKEN = _Pace(first=(-240, 0), busy=(60, 240), pause=(0, 0))
_STEADY = _Pace(first=(30, 30), busy=(50, 50), pause=(70, 70))
"""Beside unbroken lanes, it makes its account full for 50 seconds of every 120."""
_QUICK = _Pace(first=(-200, 0), busy=(15, 40), pause=(60, 200))
"""An image takes half a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One simulated job: from ``start`` to ``end``, in seconds of the world's own time."""

    number: int
    kind: JobKind
    takes_slot: bool
    start: float
    end: float
    reply_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedJob:
    """A job that runs, since ``started``."""

    work: Work
    started: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedAccount:
    """An account at one moment."""

    name: str
    part: AccountScript
    jobs: tuple[SimulatedJob, ...] = ()

    @property
    def executing(self) -> int:
        """Count the jobs that take a slot."""
        return sum(job.work.takes_slot for job in self.jobs)

    @property
    def available(self) -> int:
        """Count the free slots."""
        return self.part.limit - self.executing


class SimulatedWorld:
    """One provider's accounts.

    Args:
        provider: Whose they are.
        seed: The same seed is the same life.
        speed: How many seconds of the world pass in one of ours.
        began: The world's beginning; some jobs have run for a while by then.
    """

    def __init__(self, provider: Provider, *, seed: int, speed: float, began: datetime) -> None:
        self._speed = speed
        self._began = began
        self._accounts = tuple((_name(provider, part), part, _lanes(provider, part, seed)) for part in PARTS)

    def at(self, now: datetime) -> tuple[SimulatedAccount, ...]:
        """Tell how every account stands; moments must not go back."""
        time = (now - self._began).total_seconds() * self._speed
        return tuple(
            SimulatedAccount(
                name=name,
                part=part,
                jobs=tuple(
                    SimulatedJob(work=work, started=self._began + timedelta(seconds=work.start / self._speed))
                    for lane in lanes
                    if (work := lane.at(time)) is not None
                ),
            )
            for name, part, lanes in self._accounts
        )


class _Lane:
    def __init__(self, works: Iterator[Work]) -> None:
        self._works = works
        self._work = next(works)

    def at(self, time: float) -> Work | None:
        while self._work.end <= time:
            self._work = next(self._works)
        return self._work if self._work.start <= time else None


def _name(provider: Provider, part: AccountScript) -> str:
    return part.email if provider.account_key == "email" else part.number


def _lanes(provider: Provider, part: AccountScript, seed: int) -> tuple[_Lane, ...]:
    if part.fault is not None:
        return ()

    def lane(name: str, pace: _Pace) -> _Lane:
        random = Random(f"{seed}/{provider.name}/{part.number}/{name}")  # noqa: S311 - no secret is made of it
        return _Lane(_works(random, provider, pace))

    paces = [_USUAL] * part.limit
    if part.steady:
        paces = [_UNBROKEN] * (part.limit - 1) + [_STEADY]
    if _quick_kinds(provider):
        paces.append(_QUICK)
    return tuple(lane(str(number), pace) for number, pace in enumerate(paces))


def _works(random: Random, provider: Provider, pace: _Pace) -> Iterator[Work]:
    time = random.uniform(*pace.first)
    while True:
        end = time + random.uniform(*pace.busy)
        yield Work(
            number=random.randrange(10**14, 10**15),
            kind=_kind(random, provider, pace),
            takes_slot=pace is not _QUICK,
            start=time,
            end=end,
            reply_ref=random.choice(REPLY_REFS),
        )
        time = end + random.uniform(*pace.pause)


def _kind(random: Random, provider: Provider, pace: _Pace) -> JobKind:
    if pace is _QUICK:
        return random.choice(_quick_kinds(provider))
    spelt = provider.type_key is not None or "<kind>" in provider.job_form
    if spelt and JobKind.IMAGE not in provider.slotless and random.random() < _IMAGES:
        return JobKind.IMAGE
    return provider.default_kind


def _quick_kinds(provider: Provider) -> list[JobKind]:
    """List the kinds that take no slot, of those that the provider has a key for."""
    return [kind for kind in provider.job_keys.values() if kind in provider.slotless and kind is not None]
