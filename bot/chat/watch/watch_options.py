"""The options of ``/watch``: what can be chosen, how what was typed is read, and which terms go together.

Discord could check ranges of numbers itself, but would not say why a number is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.chat.account_lookup import AccountLookup
from bot.chat.command_options import ChannelChoice, Choice, RoleChoice, option, options_of, plain_choices
from bot.chat.feature import Caller, Suggest
from bot.chat.typed.spelling import quoted
from bot.chat.typed.times import is_duration, read_duration, resembles_duration, suggest_durations, typed_span
from bot.chat.wording.numbers_and_lists import count, read_percent
from bot.errors import BadInput
from bot.subscriptions.quiet_hours import QuietHours, quiet_suggestions, read_quiet_hours, resembles_quiet_hours
from bot.subscriptions.watch import LONGEST_HOLD, Ping, Style, Tell, Watch, When

Typed = TypeVar("Typed")
Term = TypeVar("Term")

OFF = "off"
"""Typed instead of quiet hours to remove them."""

CHOICES: Mapping[str, Sequence[Choice]] = {
    "tell": (
        Choice(label="the provider, and each account silently", value=Tell.EVERYTHING.value),
        Choice(label="the provider only: full / has room", value=Tell.PROVIDER.value),
        Choice(label="accounts only", value=Tell.ACCOUNTS.value),
        Choice(label="stuck jobs only", value=Tell.STUCK.value),
        Choice(label="accounts' health only: signed out, out of credits", value=Tell.HEALTH.value),
    ),
    "ping": (
        Choice(label="nothing free", value=Ping.NOTHING_FREE.value),
        Choice(label="any account full", value=Ping.ANY_FULL.value),
        Choice(label="nobody", value=Ping.NOBODY.value),
    ),
    "style": (
        Choice(label="a message when it fills and one when it frees", value=Style.POST.value),
        Choice(label="one message, edited", value=Style.EDIT.value),
    ),
    "when": (
        Choice(label="full and freed", value=When.BOTH.value),
        Choice(label="full only", value=When.FULL.value),
        Choice(label="freed only", value=When.FREED.value),
    ),
}
"""What can be chosen, by the option's name."""

HOLDS = ("30s", "1m", "2m", "5m", "10m")
"""Suggested for ``ignore_shorter_than``."""

_AT_ONCE = Choice(label="0 · post at once", value="0")
"""Suggested first for an existing watch, whose hold it removes."""

LARGEST_WARN = 100_000
"""Limit while the pool is not known yet; pools have a few dozen slots."""

MOST_PERCENT = 100

_SECOND = timedelta(seconds=1)


# No slots: a class can have only one base with slots, and AddOptions inherits the provider and account first.
@dataclass(frozen=True, kw_only=True)
class TermOptions:
    """A watch's terms. None means the default for a new watch, and no change to an existing one."""

    channel: ChannelChoice | None = option("Where alerts go", default=None)
    role: RoleChoice | None = option("Whom to ping", default=None)
    tell: str | None = option("What it posts about", default=None)
    ping: str | None = option("When to ping", default=None)
    ignore_shorter_than: str | None = option("Ignore anything shorter than this, such as 2m", default=None)
    warn: int | None = option("Post when so many slots of the provider are free, or fewer", default=None)
    quota: int | None = option("Post when this % of a quota is used; 0 for never", default=None, reads=read_percent)
    quiet: str | None = option("Post nothing at these hours, such as 22:00-08:00 Europe/Berlin", default=None)
    style: str | None = option("New messages, or one that is edited", default=None)
    when: str | None = option("Full, freed, or both", default=None)

    def applied_to(self, watch: Watch, lookup: AccountLookup, zone: str = "") -> Watch:
        """Return a watch with these terms; channel and role are for the handler, which knows those of the platform.

        Quiet hours that lack their time zone were likely meant in ``zone``.

        Raises:
            BadInput: A term can't be read, or could never apply.
        """
        changed = replace(
            watch,
            tell=_read(self.tell, Tell, watch.tell),
            when=_read(self.when, When, watch.when),
            ping=_read(self.ping, Ping, watch.ping),
            hold=_read(self.ignore_shorter_than, _hold, watch.hold),
            warn=_read(self.warn, lambda warn: _warn(warn, watch, lookup), watch.warn),
            quota=_read(self.quota, _quota, watch.quota),
            quiet=_read(self.quiet, lambda quiet: _quiet(quiet, zone), watch.quiet),
            style=_read(self.style, Style, watch.style),
        )
        _check(changed)
        return changed


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

    channel: ChannelChoice | None = option(_and("channel", "leave it out for this channel"), default=None, here=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberOptions:
    """The options of a command about one watch."""

    watch: int = option("The number of the watch")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillOptions(NumberOptions):
    """The options of ``/watch test``."""

    ping: bool = option("With the ping that an alert would have", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOptions(TermOptions, NumberOptions):
    """The options of ``/watch edit``."""

    no_role: bool = option("Ping nobody from now on", default=False)
    ignore_shorter_than: str | None = option(_and("ignore_shorter_than", "0 to post at once"), default=None)
    no_warn: bool = option("No alert from now on when few slots are free", default=False)
    quiet: str | None = option(_and("quiet", f"or {OFF}"), default=None)


def _read(typed: Typed | None, read: Callable[[Typed], Term], before: Term) -> Term:
    """Return the term that was typed; if none was, the one before."""
    return before if typed is None else read(typed)


def _hold(typed: str) -> timedelta:
    """Return a hold; a bare number is in seconds. Raises ``BadInput`` if it is unreadable or longer than a day."""
    said = typed.strip().casefold()
    hold = timedelta() if said == OFF else read_duration(typed, bare=_SECOND)
    if hold is None or hold > LONGEST_HOLD:
        takes = f"ignore_shorter_than is a duration such as 30s or 2m, at most 24h, not {quoted(typed)}"
        raise BadInput(f"{takes}; 0 posts everything at once.", option="ignore_shorter_than")
    return hold


def _warn(warn: int, watch: Watch, lookup: AccountLookup) -> int:
    """Return the number of free slots to warn at; raises ``BadInput`` if the pool is never or always that low."""
    if watch.account is not None:
        raise BadInput(
            "warn is about all accounts of a provider: leave the account out, or add another watch for it.",
            option="warn",
        )
    if (untold := lookup.untold_slots(watch.provider)) is not None:
        raise BadInput(f"{untold} nobody can see them run low: leave warn out.", option="warn")
    pool = lookup.slots(watch.provider)
    if pool is None:
        if not 1 <= warn <= LARGEST_WARN:
            raise BadInput(f"warn is a number of free slots, from 1 to {LARGEST_WARN}.", option="warn")
    elif not 1 <= warn < pool[1]:
        title, slots = pool
        allowed = "warn is of no use there" if slots == 1 else f"warn can be 1 to {slots - 1}"
        raise BadInput(f"{title} has {count(slots, 'slot')}: {allowed}.", option="warn")
    return warn


def _quota(percent: int) -> int | None:
    """Return the percentage of a quota to warn at, or None for 0; raises ``BadInput`` if it is out of range."""
    if not 0 <= percent < MOST_PERCENT:
        raise BadInput(f"quota is a percentage from 1 to {MOST_PERCENT - 1}, or 0 for none.", option="quota")
    return percent or None


def _quiet(typed: str, zone: str = "") -> QuietHours | None:
    """Return quiet hours, or None for ``OFF``; raises ``BadInput`` if they can't be read."""
    if typed.strip().casefold() == OFF:
        return None
    try:
        return read_quiet_hours(typed)
    except ValueError as problem:
        # Hours must have been typed: a zone alone would match many suggestions.
        near = quiet_suggestions(typed)[:1] if typed.strip()[:1].isdigit() else ()
        meant = next(filter(_is_quiet, (f"{typed} {zone}", *near)), "")
        raise BadInput(f"{problem}", option="quiet", meant=meant) from problem


def _is_quiet(typed: str) -> bool:
    with suppress(ValueError):
        return typed.strip().casefold() == OFF or bool(read_quiet_hours(typed))
    return False


def _check(watch: Watch) -> None:
    """Raise ``BadInput`` if one of a watch's terms could never apply."""
    about_slots = watch.hold or watch.warn is not None or watch.style is Style.EDIT or watch.when is not When.BOTH
    if watch.tell is Tell.STUCK and watch.quota is not None:
        raise BadInput(
            "quota is not about stuck jobs: leave it out, or set it to 0 in a watch that has it.", option="quota"
        )
    if watch.tell is Tell.STUCK and about_slots:
        raise BadInput(
            "A watch for stuck jobs posts about each job once: ignore_shorter_than, warn, style and when are about "
            "slots. Leave them out; in a watch that has them, set ignore_shorter_than to 0, no_warn, and the usual "
            "style and when.",
            option="tell",
        )
    if watch.tell is Tell.HEALTH and (watch.hold or watch.warn is not None or watch.when is not When.BOTH):
        raise BadInput(
            "A watch for accounts' health has nothing to do with slots: leave out ignore_shorter_than, warn and when.",
            option="tell",
        )
    if watch.tell is Tell.PROVIDER and watch.account is not None:
        raise BadInput(
            "The provider as a whole is more than one account: leave the account out, or the tell.", option="account"
        )


def _suggest_holds(*, none: bool) -> Suggest:
    async def suggest(_caller: Caller, typed: str, _given: object) -> Sequence[Choice]:
        said = typed.strip().casefold()
        at_once = [_AT_ONCE] if none and any(word.startswith(said) for word in (str(_AT_ONCE.value), OFF)) else []
        return (*at_once, *plain_choices(suggest_durations(typed, HOLDS, least=_SECOND, most=LONGEST_HOLD)))

    return suggest


def _suggest_quiet(zone: str, *, off: bool) -> Suggest:
    async def suggest(_caller: Caller, typed: str, _given: object) -> Sequence[Choice]:
        none = (OFF,) if off and OFF.startswith(typed.strip().casefold()) else ()
        return plain_choices((*none, *quiet_suggestions(typed, zone)))

    return suggest


RECOGNISED_TERMS: Mapping[str, Callable[[str], bool]] = {"ignore_shorter_than": is_duration, "quiet": _is_quiet}
"""Recognise these terms anywhere in a typed line."""

RESEMBLED_TERMS = {"ignore_shorter_than": resembles_duration, "quiet": resembles_quiet_hours}
"""Find words that were meant for these terms."""


def suggest_terms(zone: str, *, changes: bool) -> Mapping[str, Suggest]:
    """Return the functions that suggest values for the terms of a watch.

    Args:
        zone: The time zone that is suggested first.
        changes: True for an existing watch, whose terms can be removed; False for a new one.
    """
    return {"ignore_shorter_than": _suggest_holds(none=changes), "quiet": _suggest_quiet(zone, off=changes)}


DEFAULTS: Mapping[str, object] = {
    "tell": Tell.EVERYTHING.value,
    "ping": Ping.NOTHING_FREE.value,
    "style": Style.POST.value,
    "when": When.BOTH.value,
}
"""The choices that are preselected in the form of a new watch."""

EMPTIED: Mapping[str, tuple[str, str]] = {
    "role": ("no_role", "yes"),
    "warn": ("no_warn", "yes"),
    "ignore_shorter_than": ("ignore_shorter_than", str(_AT_ONCE.value)),
    "quota": ("quota", "0"),
    "quiet": ("quiet", OFF),
}
"""The option, with its value, that removes a term which somebody has emptied in the form of a watch."""


def present_terms(watch: Watch) -> Mapping[str, object]:
    """Return a watch's terms by the names of their options; None for those that it lacks."""
    return {
        "channel": ChannelChoice(id=watch.channel),
        "role": None if watch.role is None else RoleChoice(id=watch.role),
        "tell": watch.tell.value,
        "ping": watch.ping.value,
        "ignore_shorter_than": typed_span(watch.hold) if watch.hold else None,
        "warn": watch.warn,
        "quota": watch.quota,
        "quiet": None if watch.quiet is None else str(watch.quiet),
        "style": watch.style.value,
        "when": watch.when.value,
    }
