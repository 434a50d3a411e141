"""One provider behind useapi.net, and the interface of families of answers. The records are in ``catalogue``."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer, WhenUnlisted
from bot.errors import NotUnderstood
from bot.providers.account_list import AccountKeys, parse_account_list
from bot.providers.answer_body import UnreadableBody


class AnswerFamily(Protocol):
    """Parses the answers of providers that share a shape. Each family is a file in ``families``.

    It accepts any bytes. A row that can't be read is skipped and counted in ``ProviderAnswer.unreadable``; only a body
    that does not have the family's shape at all raises ``UnreadableBody``.
    """

    @property
    def title(self) -> str:
        """The family's name, for people."""
        ...

    @property
    def when_unlisted(self) -> WhenUnlisted:
        """What it means that an answer does not name an account."""
        ...

    @property
    def counts_slots(self) -> bool:
        """False if the provider never says how many jobs an account may run at once."""
        ...

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the answer at ``Provider.jobs_path``: the running jobs, and the accounts' slots if it has them.

        Args:
            body: The answer.
            at: When it was given; if None, starts that are counted back from that moment, or take their year from it,
                are missing.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Provider:
    """One provider; compared by identity, since each is in the catalogue once.

    Attributes:
        name: Its name in settings, commands and paths.
        title: Its name as a person writes it.
        source: The page that documents ``jobs_path``.
        jobs_path: The path that lists the running jobs, with its query.
        accounts_path: The path that lists the configured accounts; None if there is none.
        account_keys: The keys in that list.
        family: Parses the answer at ``jobs_path``.
        also_called: Other names that ``GET /v2/account`` gives it besides its title and name, in lower case.
        setup_page: The page that says how its accounts are set up, and signed in again.
        warns_of_session_end: True if a person must renew a session that ends soon; False if useapi.net renews it by
            itself, or nothing says who does.
        may_be_gone: Why useapi.net may not answer for it any more, as a sentence; None if nothing says so.
        caveat: What its numbers leave out, as a sentence.
    """

    name: str
    title: str
    source: str
    jobs_path: str
    accounts_path: str | None = None
    account_keys: AccountKeys = field(default_factory=AccountKeys)
    family: AnswerFamily
    also_called: tuple[str, ...] = ()
    setup_page: str | None = None
    warns_of_session_end: bool = False
    may_be_gone: str | None = None
    caveat: str | None = None

    @property
    def called(self) -> tuple[str, ...]:
        """All names that useapi.net may give it."""
        return (self.title, self.name, *self.also_called)

    @property
    def only_named(self) -> bool:
        """True if it is asked only when a setting names it, since it may be gone."""
        return self.may_be_gone is not None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that may be requested."""
        return tuple(path for path in (self.jobs_path, self.accounts_path) if path is not None)

    def parse_answer(self, body: bytes, at: datetime | None = None) -> ProviderAnswer:
        """Parse the answer at ``jobs_path``, given at the moment ``at``.

        Raises:
            NotUnderstood: if the body does not have the shape of the provider's family.
        """
        try:
            return self.family.parse_answer(body, at)
        except UnreadableBody as error:
            raise not_understood(self.title, str(error)) from error

    def parse_accounts(self, body: bytes) -> tuple[ConfiguredAccount, ...]:
        """Parse the answer at ``accounts_path``, without credentials.

        Raises:
            NotUnderstood: if the body is not a list of accounts.
        """
        try:
            listed = parse_account_list(body, self.account_keys)
        except UnreadableBody as error:
            why = str(error)
        else:
            return tuple(map(self._renewed_by_person, listed)) if self.warns_of_session_end else listed
        # Raised outside of ``except`` to have no cause, which would hold the body with its credentials.
        raise not_understood(self.title, why)

    @staticmethod
    def _renewed_by_person(account: ConfiguredAccount) -> ConfiguredAccount:
        return replace(account, health=replace(account.health, renewed_by_person=True))


def not_understood(title: str, why: str) -> NotUnderstood:
    """Make the error for an answer that can't be used.

    Args:
        title: What was asked about.
        why: What is wrong with the answer, as the end of the sentence.
    """
    return NotUnderstood(f"useapi.net's answer for {title} could not be understood: {why}.")
