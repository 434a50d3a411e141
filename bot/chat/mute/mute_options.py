"""The options of ``/mute`` and ``/unmute``: what to mute and for how long, as it is typed, pressed and suggested."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from operator import attrgetter

from bot.alerts.alert import Alert
from bot.chat.account_lookup import AccountLookup
from bot.chat.command_options import option
from bot.chat.feature import Caller
from bot.chat.message import TextQuestion
from bot.chat.mute.mute_rights import LONGEST_FOR_MEMBERS, MEMBERS_SPAN, check_span
from bot.chat.typed.spelling import quoted
from bot.chat.typed.times import TYPED, read_end, suggest_durations, zone_name
from bot.errors import BadInput
from bot.platforms import PlatformWord
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import OF_ACCOUNTS

USUAL = "1h"
"""How long ``/mute`` mutes unless a time is given."""

SHORTEST, LONGEST = timedelta(seconds=1), timedelta(days=7)

_FOR_MEMBERS = ("30m", USUAL, "2h")
_FOR_MANAGERS = ("30m", USUAL, "2h", "until 18:00", "tomorrow 08:00", "7d")
_DOUBLE_CLICK = timedelta(seconds=10)
"""Two mutes of the same subject by one member count as one if their ends differ by less."""

_EARLY = 6
"""Before this hour, a button offers to mute until this morning; later, until tomorrow's."""


def read_mute_span(typed: str | None, caller: Caller, *, at: datetime, zone: tzinfo) -> timedelta:
    """Return how long to mute; ``USUAL`` if nothing was typed.

    Raises:
        BadInput: It can't be read, or is longer than the caller may.
    """
    span = read_end(USUAL if typed is None else typed, at=at, zone=zone)
    if span is None or span < SHORTEST or (span > LONGEST and caller.may_manage):
        times = f"until 18:00 or tomorrow 08:00; up to {LONGEST.days} days (clock times are in {zone_name(zone, at)})."
        longer = (f"or 1h30m; longer than {MEMBERS_SPAN} needs ", PlatformWord.MANAGER_RIGHT, ".")
        asked = f"For how long? Not {quoted(typed or USUAL)}. Type 30m, 2h, "
        raise BadInput(asked, *((times,) if caller.may_manage else longer), option="for")
    check_span(span, caller)
    return span


def find_standing(wanted: Mute, here: Iterable[Mute], *, but: Callable[[Mute], bool] = lambda _: False) -> Mute | None:
    """Return the longest mute of the channel that makes a wanted one needless; None if there is none.

    Args:
        wanted: What somebody wants to mute.
        here: The channel's mutes.
        but: Returns whether a longer mute of exactly the same may be replaced: callers may shorten what they may end.
    """

    def stands(one: Mute) -> bool:
        if wanted.replaces(one) and one.by == wanted.by and abs(one.until - wanted.until) < _DOUBLE_CLICK:
            return True
        return one.outlasts(wanted) and not (wanted.replaces(one) and but(one))

    return max(filter(stands, here), key=attrgetter("until"), default=None)


def another_time(zone: str) -> TextQuestion:
    """Return the question that the form of an alert's button asks; clock times are those of ``zone``."""
    return TextQuestion(
        title="Mute alerts here, for everyone",
        label="For how long?",
        example="45m, 2h, until 18:00",
        note=f"Members: up to {MEMBERS_SPAN}. Clock times are in {zone}.",
        longest=TYPED,
    )


def suggest_mute_spans(typed: str, caller: Caller, *, at: datetime, zone: tzinfo) -> Sequence[str]:
    """Suggest how long to mute, no longer than the caller may."""
    usual, most = (_FOR_MANAGERS, LONGEST) if caller.may_manage else (_FOR_MEMBERS, LONGEST_FOR_MEMBERS)
    return suggest_durations(typed, usual, least=SHORTEST, most=most, read=partial(read_end, at=at, zone=zone))


def button_spans(caller: Caller, *, at: datetime, zone: tzinfo) -> tuple[tuple[str, str], ...]:
    """Return the buttons that a caller is offered: each its label, and its duration as it is typed.

    A morning is given with its date, so that a press after midnight still means the same one.
    """
    if not caller.may_manage:
        return (("1 h", "1h"), ("2 h", "2h"))
    local = at.astimezone(zone)
    if local.hour < _EARLY:
        return (("1 h", "1h"), ("Until 08:00", f"until {local:%Y-%m-%d} 08:00"))
    return (("1 h", "1h"), ("Until tomorrow 08:00", f"until {local + timedelta(days=1):%Y-%m-%d} 08:00"))


def subjects_of(alert: Alert) -> tuple[tuple[str, str | None], ...]:
    """Return the provider and account that an alert is about; the providers alone where it is about several topics."""
    topics = [(part.provider, news.topic) for part in alert.parts for news in part.news]
    if len(topics) == 1:
        provider, topic = topics[0]
        return ((provider, topic.account if topic.kind in OF_ACCOUNTS else None),)
    return tuple(dict.fromkeys((part.provider, None) for part in alert.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteOptions:
    """What to mute, and for how long."""

    provider: str = option("What to mute: a provider, or all")
    account: str | None = option("Only this account", default=None)
    span: str | None = option(
        f"For how long: 30m, 2h, until 18:00, tomorrow 08:00; {USUAL} unless you say",
        default=None,
        name="for",
        longest=TYPED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmuteOptions:
    """What to unmute; everything if nothing is named."""

    provider: str | None = option(
        "Only this provider and its accounts; leave it out for all that is muted here", default=None
    )
    account: str | None = option("Only this account", default=None)


def typed_options(subjects: Sequence[tuple[str | None, str | None]], lookup: AccountLookup) -> str:
    """Return options that mute a provider or an account, as they are typed; empty if there are several subjects.

    They are empty for an account that is gone, too.
    """
    provider, account = subjects[0]
    shown = None if provider is None or account is None else lookup.names(provider).get(account)
    if len(subjects) > 1 or provider is None or (account is not None and shown is None):
        return ""
    return " ".join(filter(None, (f"provider:{provider}", shown and f'account:"{shown}"', "for:45m")))
