"""The topics that channels follow, and the conditions that these can be in."""

from dataclasses import dataclass
from enum import StrEnum


class TopicKind(StrEnum):
    """What a topic is about."""

    ACCOUNT = "account"
    SLOTS = "slots"
    POOL = "pool"
    PROVIDER = "provider"
    JOB = "job"
    HEALTH = "health"
    QUOTA = "quota"
    SESSION = "session"
    QUOTA_USED = "quota_used"


OF_HEALTH = frozenset({TopicKind.HEALTH, TopicKind.QUOTA, TopicKind.SESSION})
"""The topics of an account's health: whether it can be used, has credits left, and stays signed in."""

OF_PROVIDERS = frozenset({TopicKind.PROVIDER, TopicKind.SLOTS, TopicKind.POOL})

OF_ACCOUNTS = frozenset({TopicKind.ACCOUNT, TopicKind.QUOTA_USED, *OF_HEALTH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a channel can follow: an account or its health; a provider's slots, its pool, whether it answers; a job.

    Attributes:
        kind: What it is about.
        account: The account's name.
        job: Distinguishes the job from others (``job_topic``).
    """

    kind: TopicKind
    account: str = ""
    job: str = ""


SLOTS = Topic(kind=TopicKind.SLOTS)
"""Whether a provider has any free slot at all."""

POOL = Topic(kind=TopicKind.POOL)
"""Whether it has so few free slots that a watch warns."""

PROVIDER = Topic(kind=TopicKind.PROVIDER)


def account_topic(account: str) -> Topic:
    """Make the topic of an account."""
    return Topic(kind=TopicKind.ACCOUNT, account=account)


class Condition(StrEnum):
    """What a topic changes to, and is in from then on; the most urgent condition comes first."""

    SILENT = "silent"
    NOTHING_FREE = "nothing_free"
    UNUSABLE = "unusable"
    OUT_OF_CREDITS = "out_of_credits"
    FULL = "full"
    LOW = "low"
    STUCK = "stuck"
    SESSION_ENDS = "session_ends"
    QUOTA_LOW = "quota_low"
    HAS_ROOM = "has_room"
    RISEN = "risen"
    FREED = "freed"
    ANSWERS = "answers"
    USABLE = "usable"
    HAS_CREDITS = "has_credits"
    SESSION_RENEWED = "session_renewed"
    QUOTA_BACK = "quota_back"
    GOES_ON = "goes_on"

    @property
    def urgency(self) -> int:
        """Return its place among the conditions, from 0 for the most urgent one."""
        return _URGENCY[self]

    @property
    def opens(self) -> bool:
        """Return whether it opens an incident, which its counterpart closes."""
        return self in _OPENING


_URGENCY = {what: place for place, what in enumerate(Condition)}

_OPENING = frozenset(
    {
        Condition.FULL,
        Condition.NOTHING_FREE,
        Condition.LOW,
        Condition.SILENT,
        Condition.STUCK,
        Condition.UNUSABLE,
        Condition.OUT_OF_CREDITS,
        Condition.SESSION_ENDS,
        Condition.QUOTA_LOW,
    }
)
