"""What a provider answered in one look, before anything is inferred from it."""

from dataclasses import dataclass

from msgspec import Struct

from bot.accounts.job import Job


class ListedSlots(Struct, frozen=True, kw_only=True, gc=False):
    """The slots of one account as an answer lists them; any number may be missing.

    Attributes:
        account: The account's name.
        limit: How many jobs it may run at once (``maxJobs``).
        executing: How many it runs.
        available: How many more it may run.
    """

    account: str
    limit: int | None = None
    executing: int | None = None
    available: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """A provider's whole answer, of whatever family.

    Attributes:
        accounts: The accounts it lists, in its order; an account may be listed twice.
        jobs: The running jobs it lists, in its order.
        unreadable: Number of rows that were skipped, of accounts and jobs.
    """

    accounts: tuple[ListedSlots, ...] = ()
    jobs: tuple[Job, ...] = ()
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredAccount:
    """One account of the account list.

    Attributes:
        account: Its name, spelt as in ``ProviderAnswer``.
        limit: Its ``maxJobs``; None if the list does not say.
        fault: Why it is unusable, without secrets; None if it is usable.
    """

    account: str
    limit: int | None = None
    fault: str | None = None
