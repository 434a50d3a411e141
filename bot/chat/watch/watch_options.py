"""What can be typed after ``/watch add`` and the other commands of ``/watch``."""

from dataclasses import dataclass

from bot.chat.feature import ChannelChoice, Choice, RoleChoice, option, options_of
from bot.subscriptions.watch import Style, When

OFF = "off"
"""Typed in place of quiet hours, to have none."""

WHENS = (
    Choice(label="full and freed", value=When.BOTH.value),
    Choice(label="full only", value=When.FULL.value),
    Choice(label="freed only", value=When.FREED.value),
    Choice(label="stuck jobs", value=When.STUCK.value),
)

STYLES = (
    Choice(label="a message when it fills and one when it frees", value=Style.POST.value),
    Choice(label="one message, edited", value=Style.EDIT.value),
)


# No slots: a class can have only one base with slots, and AddOptions inherits the provider and account first.
@dataclass(frozen=True, kw_only=True)
class TermOptions:
    """The options that describe a watch, new or changed; None is the default of a new one, and no change."""

    channel: ChannelChoice | None = option("Where alerts go", default=None)
    role: RoleChoice | None = option("Whom to ping when an account is full, or the pool low", default=None)
    when: str | None = option("Which changes are told", default=None)
    hold: int | None = option("So many seconds a state must last before it is told", default=None)
    warn: int | None = option("Tell when so many slots are free, or fewer, in all accounts of a provider", default=None)
    quiet: str | None = option("When nothing is told, such as 22:00-08:00 Europe/Berlin", default=None)
    style: str | None = option("How an incident is told", default=None)


def _and(name: str, more: str) -> str:
    """Return the description of an option of ``TermOptions``, with more said of it."""
    (described,) = (one for one in options_of(TermOptions) if one.name == name)
    return f"{described.description}; {more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _SubjectOptions:
    provider: str = option("What it hears of")
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

    no_role: bool = option("Ping nobody from now on", default=False)
    hold: int | None = option(_and("hold", "0 to tell at once"), default=None)
    no_warn: bool = option("Tell nothing of a provider's free slots as a whole from now on", default=False)
    quiet: str | None = option(_and("quiet", f"or {OFF}"), default=None)
