"""Every failure this program expects, in one tree; not the unexpected ones, which stay Python's own.

::

    CapacityBotError
    ├── CannotStart             ends the program with its sentence and exit code 2
    │   ├── BadSettings         every mistake in the settings, listed at once
    │   ├── BadDatabase         made by a newer program, or not to be opened
    │   └── DiscordRefused      a bad token, an intent that is not allowed
    ├── LookFailed              a provider did not answer the question
    │   ├── NotReached          no connection, no answer in time
    │   ├── NotUnderstood       an answer that is not the expected object
    │   ├── ProviderBusy        429: asked too often
    │   ├── ProviderDown        5xx: its trouble, not ours
    │   ├── Unauthorised        401: the token is wrong
    │   ├── NoSubscription      402: the subscription has ended
    │   ├── NotConfigured       400 and 404: no account is set up there
    │   └── AccountBroken       596: a linked account is in error state
    ├── NotDelivered            a message did not reach its channel
    │   ├── TryAgain            it may, later
    │   └── GiveUp              it never will
    │       ├── ChannelRefused  nor will any other to that channel, until a person mends it
    │       └── EditRefused     nor will any other edit of that message: say it in a new one
    ├── StateUnavailable        the database did not take or give what was asked; try again later
    └── BadQuestion             what a person asked for does not exist; says what does

``LookFailed`` and ``NotDelivered`` carry what to do next as values, so that nobody has to read their text.
"""

from datetime import timedelta
from typing import ClassVar


class CapacityBotError(Exception):
    """Stand for every failure that this program expects."""


class CannotStart(CapacityBotError):  # noqa: N818 - the tree reads as sentences: "cannot start", "look failed"
    """Say in words why the program can't run and what helps."""


class BadSettings(CannotStart):
    """List every mistake in the settings, a line each."""


class BadDatabase(CannotStart):
    """Say why the database can't be used."""


class DiscordRefused(CannotStart):
    """Say why Discord will not have this bot, and where to change that."""


class LookFailed(CapacityBotError):  # noqa: N818 - as CannotStart
    """Say why a look at a provider failed.

    Attributes:
        retry_after: How long the provider asked to be left alone, if it did.
        stubborn: Whether asking again soon can't help, since a person must act first.
        status: The HTTP status, if there was an answer.
    """

    stubborn: ClassVar[bool] = False

    def __init__(self, sentence: str, *, retry_after: timedelta | None = None, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after
        self.status = status


class NotReached(LookFailed):
    """The provider could not be reached or did not answer in time."""


class NotUnderstood(LookFailed):
    """The provider answered with something other than the expected object."""


class ProviderBusy(LookFailed):
    """The provider was asked too often (429)."""


class ProviderDown(LookFailed):
    """The provider has trouble of its own (5xx)."""


class Unauthorised(LookFailed):
    """The API token was refused (401)."""

    stubborn = True


class NoSubscription(LookFailed):
    """The subscription has ended (402)."""

    stubborn = True


class NotConfigured(LookFailed):
    """No account is set up at the provider (400, 404)."""


class AccountBroken(LookFailed):
    """A linked account is in error state (596), which only a person can mend."""

    stubborn = True


class NotDelivered(CapacityBotError):  # noqa: N818 - as CannotStart
    """Say why a message did not reach its channel."""


class TryAgain(NotDelivered):
    """Ask for the same delivery again.

    Attributes:
        retry_after: How long to wait at least, if the far end said so.
    """

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class GiveUp(NotDelivered):
    """Ask that this delivery is not tried again."""


class ChannelRefused(GiveUp):
    """Ask that nothing is sent to this channel until a person has mended it."""


class EditRefused(GiveUp):
    """Ask that what this message should say is said in another.

    Attributes:
        retry_after: When this message may be edited after all, if the far end said so.
    """

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class StateUnavailable(CapacityBotError):  # noqa: N818 - as CannotStart
    """The database did not take or give what was asked."""


class BadQuestion(CapacityBotError):  # noqa: N818 - as CannotStart
    """Tell a person what can be asked instead; may hold text of others."""
