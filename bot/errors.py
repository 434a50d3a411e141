"""Every failure this program expects, in one tree; anything else is a bug and stays Python's own exception.

::

    CapacityBotError
    ├── CannotStart             the program ends with this sentence and exit code 2
    │   ├── BadSettings         every mistake in the settings, listed at once
    │   ├── BadDatabase         made by a newer version, or can't be opened
    │   └── PlatformRefused     a chat platform does not let the bot in, by a bad token for example
    │       ├── DiscordRefused  … Discord
    │       └── AppRefused      … Slack
    ├── LookFailed              a look at a provider failed
    │   ├── NotReached          no connection, or no answer in time
    │   ├── NotUnderstood       an answer that is not the expected object
    │   ├── ProviderBusy        429: asked too often
    │   ├── ProviderDown        5xx: the provider's own trouble
    │   ├── Unauthorised        401: the token is wrong
    │   ├── NoSubscription      402: the subscription has ended
    │   ├── NotConfigured       400 and 404 that say so: no account is set up there
    │   └── AccountBroken       596: a linked account is in error state
    ├── NotDelivered            a message did not reach its channel
    │   ├── TryAgain            it may, later
    │   ├── EditPostponed       an edit was not tried: others are more urgent
    │   └── GiveUp              it never will
    │       ├── ChannelRefused  nor will any other to that channel, until a person mends it
    │       ├── MessageRefused  this message has a mistake: others may go through
    │       └── EditRefused     nor will any other edit of that message: send a new one
    ├── StorageUnavailable      the database did not store or return what was asked; try again later
    │   └── LeadLost            another program leads now: this one may not write any more
    └── BadInput                what a person typed or pressed can't be used; says what can

``LookFailed`` and ``NotDelivered`` say what to do next by attributes, so that no code has to parse their text.
"""

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from bot.platforms import CommandName, PlatformWord, Sentence, plain


class CapacityBotError(Exception):
    """Base of every failure that this program expects."""


class CannotStart(CapacityBotError):  # noqa: N818 - the tree reads as sentences: "cannot start", "look failed"
    """The program can't run; the text is for a person, and says what to do."""


class BadSettings(CannotStart):
    """The settings are wrong; the text lists every mistake, a line each."""


class BadDatabase(CannotStart):
    """The database can't be used."""


class PlatformRefused(CannotStart):
    """A chat platform does not let this bot in; the text says where to fix that. The bot goes on with the others."""


class DiscordRefused(PlatformRefused):
    """Discord does not let this bot in."""


class AppRefused(PlatformRefused):
    """Slack does not let this app in."""


class SharedCause(StrEnum):
    """Why looks at all providers fail alike: useapi.net and the token are what they share."""

    REFUSED = "refused"
    SUBSCRIPTION_ENDED = "subscription_ended"
    UNREACHABLE = "unreachable"


class LookFailed(CapacityBotError):  # noqa: N818 - as CannotStart
    """A look at a provider failed.

    Attributes:
        sentence: Why, for people; may hold the provider's own text.
        retry_after: How long the provider asked us to wait, if it did.
        needs_person: True if asking again soon can't help, since a person must act first.
        shared: The cause that it shares with looks at other providers, if any.
        status: The HTTP status, if there was an answer.
    """

    needs_person: ClassVar[bool] = False
    shared: ClassVar[SharedCause | None] = None

    def __init__(self, sentence: str, *, retry_after: timedelta | None = None, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after
        self.status = status


class NotReached(LookFailed):
    """The provider could not be reached or did not answer in time."""

    shared = SharedCause.UNREACHABLE


class NotUnderstood(LookFailed):
    """The provider answered with something other than the expected object."""


class ProviderBusy(LookFailed):
    """The provider was asked too often (429)."""


class ProviderDown(LookFailed):
    """The provider has trouble of its own (5xx)."""


class Unauthorised(LookFailed):
    """The API token was refused (401)."""

    needs_person = True
    shared = SharedCause.REFUSED


class NoSubscription(LookFailed):
    """The subscription has ended (402)."""

    needs_person = True
    shared = SharedCause.SUBSCRIPTION_ENDED


class NotConfigured(LookFailed):
    """No account is set up at the provider, which is a state rather than a failure."""


class AccountBroken(LookFailed):
    """A linked account is in error state (596), which only a person can fix."""

    needs_person = True


class NotDelivered(CapacityBotError):  # noqa: N818 - as CannotStart
    """A message did not reach its channel."""


class TryAgain(NotDelivered):
    """The same delivery may succeed later.

    Attributes:
        retry_after: Minimum pause, if the far end named one.
        sent: True if the message may have arrived nevertheless; False if it certainly did not.
    """

    def __init__(self, reason: str, *, retry_after: timedelta | None = None, sent: bool = True) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.sent = sent


class EditPostponed(NotDelivered):
    """An edit was not tried, since others are more urgent; it delays no other message of its channel.

    Attributes:
        wait: How long to leave this message alone.
    """

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"other edits go first; in {wait.total_seconds():.1f} s")
        self.wait = wait


class GiveUp(NotDelivered):
    """The same delivery will never succeed: don't try it again."""


class ChannelRefused(GiveUp):
    """Nothing can be sent to this channel until a person has fixed it."""


REPORT_IT = "please report it with the log"
"""The request to a person about a mistake of ours."""


class MessageRefused(GiveUp):
    """The platform refuses this message in every form, by a mistake of ours; other messages may go through."""


class EditRefused(GiveUp):
    """This message can't be edited any more: a new one is sent in its place.

    Attributes:
        retry_after: Pause after which this message may be edited again, if the far end named one.
    """

    def __init__(self, reason: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class StorageUnavailable(CapacityBotError):  # noqa: N818 - as CannotStart
    """The database did not store or return what was asked."""


class LeadLost(StorageUnavailable):
    """Another program has taken the lead, so this one may not write any more."""


class BadInput(CapacityBotError):  # noqa: N818 - as CannotStart
    """What a person typed or pressed can't be used.

    Args:
        said: A sentence that says what to do instead, in parts; may hold untrusted text.
        option: The name of the option that it is about, so that a form can show it there; empty if it is about none.
        meant: The text that was likely meant for that option: the sentence then asks whether it was; may be empty.
    """

    def __init__(self, *said: str | CommandName | PlatformWord, option: str = "", meant: str = "") -> None:
        self.said: Sentence = (*said, f" Did you mean {meant}?") if meant else said
        super().__init__(plain(self.said))
        self.option = option
        self.meant = meant
