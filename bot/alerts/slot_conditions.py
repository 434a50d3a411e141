"""The condition of each topic in one look: full, low or free again, stuck, silent; what is uncertain is left out."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.accounts.failure_streak import FailureStreak
from bot.accounts.job import Job
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Snapshot
from bot.alerts.news import Details, RunningJob
from bot.errors import LookFailed
from bot.subscriptions.topics_and_conditions import POOL, PROVIDER, SLOTS, Condition, Topic, TopicKind, account_topic

JOB_LENGTH = 16

_OF_ACCOUNTS = {AccountState.FULL: Condition.FULL, AccountState.FREE: Condition.FREED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What one look shows of one topic.

    Attributes:
        topic: What it is about.
        what: The condition it is in.
        since: Since when, if that is known to be longer ago than the look.
        details: What else the look shows of it.
    """

    topic: Topic
    what: Condition
    since: datetime | None = None
    details: Details = field(default_factory=Details)


def of_accounts(seen: Snapshot, offers: OpenOffers = NO_OFFERS) -> tuple[Fact, ...]:
    """Return a fact for each account that is certainly free or full, in the snapshot's order."""
    return tuple(
        Fact(
            topic=account_topic(account.name),
            what=_OF_ACCOUNTS[account.state],
            details=_with_offered(
                Details(in_use=account.in_use, limit=account.total, inferred=account.inferred),
                offers.of(account.name),
            ),
        )
        for account in seen.accounts
        if account.state in _OF_ACCOUNTS
    )


def of_jobs(seen: Snapshot, is_stuck: Callable[[Job], bool], known: Iterable[Topic]) -> Iterator[Fact]:
    """Yield a fact for each job that is stuck, and for each ``known`` one that no longer is."""
    now = set()
    for job in seen.jobs:
        if job.started is not None and is_stuck(job):
            topic = job_topic(job)
            now.add(topic)
            stuck = RunningJob(kind=job.kind, started=job.started, reply_ref=job.reply_ref)
            yield Fact(topic=topic, what=Condition.STUCK, since=job.started, details=Details(stuck=stuck))
    for topic in known:
        if topic not in now:
            yield Fact(topic=topic, what=Condition.GOES_ON)


def job_topic(job: Job) -> Topic:
    """Return the topic of a job, the same in every look; jobs that nothing tells apart share one."""
    parts = (job.account, job.kind, job.id) if job.id is not None else (job.kind, job.started, job.reply_ref)
    digest = hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return Topic(kind=TopicKind.JOB, account=job.account or "", job=digest[:JOB_LENGTH])


def of_slots(seen: Snapshot, is_stuck: Callable[[Job], bool], offers: OpenOffers = NO_OFFERS) -> Fact | None:
    """Return whether a provider has any free slot; None if accounts of unknown state leave it open."""
    few = _has_at_most(seen, 0)
    if few is None:
        return None
    what = Condition.NOTHING_FREE if few else Condition.HAS_ROOM
    details = Details(in_use=seen.total - seen.free, limit=seen.total)
    if few and (longest := _longest_running(seen.jobs)) is not None:
        job, running = longest
        details = replace(details, stuck=running) if is_stuck(job) else replace(details, longest=running)
    return Fact(topic=SLOTS, what=what, details=_with_offered(details, offers))


def of_pool(seen: Snapshot, warn: int, offers: OpenOffers = NO_OFFERS) -> Fact | None:
    """Return whether at most ``warn`` slots are free; None if accounts of unknown state leave it open."""
    few = _has_at_most(seen, warn)
    if few is None:
        return None
    what = Condition.LOW if few else Condition.RISEN
    details = Details(in_use=seen.total - seen.free, limit=seen.total, warn=warn)
    return Fact(topic=POOL, what=what, details=_with_offered(details, offers))


def _with_offered(details: Details, offers: OpenOffers) -> Details:
    return replace(details, offered=offers.slots, offered_to=offers.people) if offers.all else details


def _has_at_most(seen: Snapshot, slots: int) -> bool | None:
    """Return whether at most ``slots`` slots are free; None if that is uncertain, or no slot is known.

    A faulted account has no slot to offer. An unknown one may have none, or as many as its limit; one whose slots
    nobody counts may always have some.
    """
    if seen.free > slots:
        return False
    if not seen.total or any(account.limit is None for account in seen.unchecked):
        return None
    return True if seen.free + sum(account.limit or 0 for account in seen.unchecked) <= slots else None


def _longest_running(jobs: Iterable[Job]) -> tuple[Job, RunningJob] | None:
    running = [(job.started, job) for job in jobs if job.takes_slot and job.started is not None]
    if not running:
        return None
    started, job = min(running, key=lambda one: one[0])
    return job, RunningJob(kind=job.kind, started=started, reply_ref=job.reply_ref, account=job.account)


def of_provider(streak: FailureStreak, failure: LookFailed | None = None) -> Fact:
    """Return whether a provider answers; it is silent once it has failed often enough."""
    if streak.failing:
        details = Details()
        if failure is not None:
            details = Details(sentence=failure.sentence, needs_person=failure.needs_person, shared=failure.shared)
        return Fact(topic=PROVIDER, what=Condition.SILENT, since=streak.since, details=details)
    return Fact(topic=PROVIDER, what=Condition.ANSWERS)
