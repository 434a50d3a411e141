"""What a provider said in one look, in our words and before anything is concluded from it."""

from dataclasses import dataclass

from bot.accounts.job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSlots:
    """What a scheduler's list says of one account; every number may be missing."""

    account: str
    limit: int | None = None
    executing: int | None = None
    available: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """A scheduler's whole answer.

    Attributes:
        accounts: The accounts it listed, in its order; an account may be listed twice.
        jobs: The jobs it listed, in its order.
        unreadable: How many rows of either list were skipped.
    """

    accounts: tuple[ListedSlots, ...] = ()
    jobs: tuple[Job, ...] = ()
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredAccount:
    """What the accounts endpoint says of one account.

    Attributes:
        account: Its name, as the scheduler spells it.
        limit: Its ``maxJobs``.
        fault: Why it is unusable, free of secrets; None where it is well.
    """

    account: str
    limit: int | None = None
    fault: str | None = None
