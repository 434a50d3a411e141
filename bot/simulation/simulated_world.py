"""The made-up accounts of the simulation, and the jobs that they run at a moment.

Everything follows from the seed and the moment. A slot runs planned jobs one after the other, with pauses; an account
is full while all its slots are busy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.accounts.job import JobKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountScript:
    """How one account behaves.

    Attributes:
        number: Its name at providers whose accounts are numbers.
        email: Its name at providers whose accounts are e-mail addresses.
        limit: Its ``maxJobs``.
        steady: True if it fills and frees at fixed intervals, so that a demo of 15 seconds shows both.
        fault: Why it is unusable; None if it is usable.
        week_used: How much of a week's quota it has used, in percent, at providers that have such quotas.
    """

    number: str
    email: str
    limit: int
    steady: bool = False
    fault: str | None = None
    week_used: int = 0


ACCOUNT_SCRIPTS = (
    AccountScript(number="200300", email="studio-a@example.com", limit=2, steady=True, week_used=64),
    AccountScript(number="200100", email="mia.torres@example.com", limit=3, week_used=12),
    AccountScript(number="200200", email="leo-b@example.com", limit=1, week_used=35),
    AccountScript(
        number="200400", email="old-trial@example.com", limit=2, fault="Signed out: sign in again to use this account"
    ),
)

REPLY_REFS = (
    "storyboard-12 (mia)",
    "teaser v3, take 2 (leo)",
    "intro_final_FINAL (ana)",
    "client call 16:30",
    None,
    "shot-12 (noor)",
    "ep3-sc04-v2",
    "\N{CLAPPER BOARD} scene 4 \N{EM DASH} night (noor)",
)

SPEED = 10.0
"""Simulated seconds in a real one: a video of 3 minutes takes 18 seconds, and an account fills and frees within 15."""

_RARER_SHARE = 0.2
"""The share of jobs of the rarer kind, at a provider that has one: images among videos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rhythm:
    """When a slot is busy: minimum and maximum simulated seconds until its first job, of its jobs and of its pauses."""

    first: tuple[float, float]
    busy: tuple[float, float]
    pause: tuple[float, float]


_USUAL = _Rhythm(first=(-240, 0), busy=(60, 240), pause=(20, 160))
"""A video takes some minutes."""
_ALWAYS_BUSY = _Rhythm(first=(-240, 0), busy=(60, 240), pause=(0, 0))
_STEADY = _Rhythm(first=(30, 30), busy=(50, 50), pause=(70, 70))
"""In the last slot, while the others are always busy, it makes an account full for 50 seconds of every 120."""
_QUICK = _Rhythm(first=(-200, 0), busy=(15, 40), pause=(60, 200))
"""An image takes half a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobMix:
    """What the accounts of a provider run.

    Attributes:
        usual: The kind of most jobs.
        rarer: Another kind in the same slots; None if there is none.
        slotless: The kinds that take no slot.
        numbered: True if its accounts are numbers, rather than e-mail addresses.
    """

    usual: JobKind
    rarer: JobKind | None = None
    slotless: tuple[JobKind, ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPlan:
    """A job from ``start`` to ``end``, in simulated seconds since the world's start."""

    number: int
    kind: JobKind
    takes_slot: bool
    start: float
    end: float
    reply_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedJob:
    """A planned job that has run since ``started``."""

    plan: JobPlan
    started: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedAccount:
    """An account at one moment."""

    name: str
    script: AccountScript
    jobs: tuple[SimulatedJob, ...] = ()

    @property
    def executing(self) -> int:
        """Number of jobs that take a slot."""
        return sum(job.plan.takes_slot for job in self.jobs)

    @property
    def available(self) -> int:
        """Number of free slots."""
        return self.script.limit - self.executing


class SimulatedWorld:
    """The accounts of one provider.

    Args:
        provider: The provider's name.
        mix: What its accounts run.
        seed: The same seed gives the same jobs.
        speed: Simulated seconds in a real one.
        start: When the world begins; by then some jobs have run for a while.
    """

    def __init__(self, provider: str, mix: JobMix, *, seed: int, speed: float, start: datetime) -> None:
        self._speed = speed
        self._start = start
        self._accounts = tuple(
            (script.number if mix.numbered else script.email, script, _slots(provider, mix, script, seed))
            for script in ACCOUNT_SCRIPTS
        )

    def at(self, now: datetime) -> tuple[SimulatedAccount, ...]:
        """Return every account at ``now``, which must not be earlier than in the call before."""
        time = (now - self._start).total_seconds() * self._speed
        return tuple(
            SimulatedAccount(
                name=name,
                script=script,
                jobs=tuple(
                    SimulatedJob(plan=plan, started=self._start + timedelta(seconds=plan.start / self._speed))
                    for slot in slots
                    if (plan := slot.at(time)) is not None
                ),
            )
            for name, script, slots in self._accounts
        )


class _Slot:
    def __init__(self, plans: Iterator[JobPlan]) -> None:
        self._plans = plans
        self._plan = next(plans)

    def at(self, time: float) -> JobPlan | None:
        while self._plan.end <= time:
            self._plan = next(self._plans)
        return self._plan if self._plan.start <= time else None


def _slots(provider: str, mix: JobMix, script: AccountScript, seed: int) -> tuple[_Slot, ...]:
    if script.fault is not None:
        return ()

    def slot(name: str, rhythm: _Rhythm) -> _Slot:
        random = Random(f"{seed}/{provider}/{script.number}/{name}")  # noqa: S311 - no secret is made of it
        return _Slot(_plans(random, mix, rhythm))

    rhythms = [_USUAL] * script.limit
    if script.steady:
        rhythms = [_ALWAYS_BUSY] * (script.limit - 1) + [_STEADY]
    if mix.slotless:
        rhythms.append(_QUICK)
    return tuple(slot(str(number), rhythm) for number, rhythm in enumerate(rhythms))


def _plans(random: Random, mix: JobMix, rhythm: _Rhythm) -> Iterator[JobPlan]:
    time = random.uniform(*rhythm.first)
    while True:
        end = time + random.uniform(*rhythm.busy)
        yield JobPlan(
            number=random.randrange(10**14, 10**15),
            kind=_kind(random, mix, rhythm),
            takes_slot=rhythm is not _QUICK,
            start=time,
            end=end,
            reply_ref=random.choice(REPLY_REFS),
        )
        time = end + random.uniform(*rhythm.pause)


def _kind(random: Random, mix: JobMix, rhythm: _Rhythm) -> JobKind:
    if rhythm is _QUICK:
        return random.choice(mix.slotless)
    if mix.rarer is not None and random.random() < _RARER_SHARE:
        return mix.rarer
    return mix.usual
