"""What a channel hears of, and what can become of it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a topic is about."""

    ACCOUNT = "account"
    POOL = "pool"
    PROVIDER = "provider"
    JOB = "job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a channel hears of: an account, all free slots of a provider, whether it answers, or one job.

    Attributes:
        kind: What it is.
        account: The account's name.
        job: What tells the job from others (``job_topic``).
    """

    kind: Kind
    account: str = ""
    job: str = ""


POOL = Topic(kind=Kind.POOL)
PROVIDER = Topic(kind=Kind.PROVIDER)


def account_topic(account: str) -> Topic:
    """Make the topic of an account."""
    return Topic(kind=Kind.ACCOUNT, account=account)


class What(StrEnum):
    """What became of a topic; also the state that it is in since."""

    FULL = "full"
    FREED = "freed"
    LOW = "low"
    RISEN = "risen"
    SILENT = "silent"
    ANSWERS = "answers"
    STUCK = "stuck"
    GOES_ON = "goes on"

    @property
    def opens(self) -> bool:
        """Tell whether it begins an incident, which its counterpart ends."""
        return self in {What.FULL, What.LOW, What.SILENT, What.STUCK}
