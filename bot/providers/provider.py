"""One provider behind useapi.net, and the seam for families of answers. The records are in ``catalogue``."""

from dataclasses import dataclass
from typing import Protocol

from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer
from bot.errors import NotUnderstood
from bot.providers.json_body import UnreadableBody


class AnswerFamily(Protocol):
    """Parses the answers of the providers that share a shape. A family is a file of its own: see ``scheduler_family``.

    Both methods accept any bytes. A row that can't be read is skipped and counted in ``ProviderAnswer.unreadable``;
    only a body that is not of the family at all raises ``UnreadableBody``.
    """

    def parse_answer(self, body: bytes) -> ProviderAnswer:
        """Parse the answer at ``Provider.jobs_path``: the running jobs, and the slots of accounts where it has them."""
        ...

    def parse_accounts(self, body: bytes) -> tuple[ConfiguredAccount, ...]:
        """Parse the answer at ``Provider.accounts_path``: the configured accounts, without their credentials."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Provider:
    """One provider; compared by identity, since the catalogue has each once.

    Attributes:
        name: Its name in settings, commands and paths.
        title: Its name as a person writes it.
        source: The page that documents ``jobs_path``.
        jobs_path: The path that lists the running jobs.
        accounts_path: The path that lists the configured accounts; None if there is none.
        family: Parses what both paths answer.
        retired: Why it may be gone, as a sentence; None while it is current.
        caveat: What its numbers leave out, as a sentence.
    """

    name: str
    title: str
    source: str
    jobs_path: str
    accounts_path: str | None = None
    family: AnswerFamily
    retired: str | None = None
    caveat: str | None = None

    def parse_answer(self, body: bytes) -> ProviderAnswer:
        """Parse the answer at ``jobs_path``.

        Raises:
            NotUnderstood: if the body is not of the provider's family.
        """
        try:
            return self.family.parse_answer(body)
        except UnreadableBody as error:
            raise not_understood(self.title, str(error)) from error

    def parse_accounts(self, body: bytes) -> tuple[ConfiguredAccount, ...]:
        """Parse the answer at ``accounts_path``.

        Raises:
            NotUnderstood: if the body is not of the provider's family.
        """
        try:
            return self.family.parse_accounts(body)
        except UnreadableBody as error:
            why = str(error)
        # Raised out here to have no cause: the cause holds the body, and with it credentials.
        raise not_understood(self.title, why)


def not_understood(title: str, why: str) -> NotUnderstood:
    """Make the error for an answer that can't be used.

    Args:
        title: What was asked about.
        why: What is wrong with the answer, as the end of the sentence.
    """
    return NotUnderstood(f"useapi.net's answer for {title} could not be understood: {why}.")
