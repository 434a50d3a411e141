"""The options of ``/watch``."""

from dataclasses import dataclass

from bot.chat.feature import ChannelChoice, Choice, RoleChoice, option, options_of
from bot.subscriptions.watch import Ping, Style, Tell, When

OFF = "off"
"""Typed instead of quiet hours to remove them."""

TELLS = (
    Choice(label="the provider, and each account silently", value=Tell.EVERYTHING.value),
    Choice(label="the provider only: full / has room", value=Tell.PROVIDER.value),
    Choice(label="accounts only", value=Tell.ACCOUNTS.value),
    Choice(label="stuck jobs only", value=Tell.STUCK.value),
    Choice(label="accounts' health only: signed out, out of credits", value=Tell.HEALTH.value),
)

WHENS = (
    Choice(label="full and freed", value=When.BOTH.value),
    Choice(label="full only", value=When.FULL.value),
    Choice(label="freed only", value=When.FREED.value),
)

PINGS = (
    Choice(label="nothing free", value=Ping.NOTHING_FREE.value),
    Choice(label="any account full", value=Ping.ANY_FULL.value),
    Choice(label="nobody", value=Ping.NOBODY.value),
)

HOLDS = ("30s", "1m", "2m", "5m", "10m")
"""Suggested for ``ignore_shorter_than``."""

STYLES = (
    Choice(label="a message when it fills and one when it frees", value=Style.POST.value),
    Choice(label="one message, edited", value=Style.EDIT.value),
)


# No slots: a class can have only one base with slots, and AddOptions inherits the provider and account first.
@dataclass(frozen=True, kw_only=True)
class TermOptions:
    """A watch's terms. None means the default for a new watch, and no change to an existing one."""

    channel: ChannelChoice | None = option("Where alerts go", default=None)
    role: RoleChoice | None = option("Whom to ping", default=None)
    tell: str | None = option("What it posts about", default=None)
    ping: str | None = option("When to ping", default=None)
    ignore_shorter_than: str | None = option("Ignore anything shorter than this, such as 2m", default=None)
    warn: int | None = option("Post when this few slots of the provider are free", default=None)
    quota: int | None = option("Post when this % of a quota is used; 0 for never", default=None, least=0, most=99)
    quiet: str | None = option("Post nothing at these hours, such as 22:00-08:00 Europe/Berlin", default=None)
    style: str | None = option("New messages, or one that is edited", default=None)
    when: str | None = option("Full, freed, or both", default=None)


def _and(name: str, more: str) -> str:
    """Return the description of an option of ``TermOptions`` with an addition."""
    (described,) = (one for one in options_of(TermOptions) if one.name == name)
    return f"{described.description}; {more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _SubjectOptions:
    provider: str = option("The provider to watch")
    account: str | None = option("Only this account", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions(TermOptions, _SubjectOptions):
    """The options of ``/watch add``."""

    channel: ChannelChoice | None = option(_and("channel", "leave it out for this channel"), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberOptions:
    """The options of a command about one watch."""

    watch: int = option("The number of the watch")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOptions(TermOptions, NumberOptions):
    """The options of ``/watch edit``."""

    no_role: bool = option("Ping no role from now on", default=False)
    ignore_shorter_than: str | None = option(_and("ignore_shorter_than", "0 to post at once"), default=None)
    no_warn: bool = option("No alert from now on when few slots are free", default=False)
    quiet: str | None = option(_and("quiet", f"or {OFF}"), default=None)
