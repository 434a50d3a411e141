"""Reads and checks the terms of a watch: numbers, durations and hours.

Discord could check ranges of numbers itself, but would not say why a number is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.chat.account_lookup import AccountLookup
from bot.chat.feature import Caller, Choice, plain_choices
from bot.chat.watch.watch_options import HOLDS, OFF
from bot.chat.wording.durations import TYPED, is_time_span, read_time_span, suggest_time_spans
from bot.chat.wording.text import count
from bot.errors import BadInput
from bot.subscriptions.quiet_hours import QuietHours, read_quiet_hours
from bot.subscriptions.watch import LONGEST_HOLD, Style, Tell, Watch, When

LARGEST_WARN = 100_000
"""Limit while the pool is not known yet; pools have a few dozen slots."""

MOST_PERCENT = 100

_NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC)
"""A placeholder: a hold can't be ``until 08:00``, which would differ from day to day."""

_SECOND = timedelta(seconds=1)


def read_hold(typed: str) -> timedelta:
    """Return a hold; a bare number is in seconds. Raises ``BadInput`` if it is unreadable or longer than a day."""
    said = typed.strip().casefold()
    until = said.startswith(("until", "till"))
    hold = timedelta() if said == OFF else read_time_span(typed, at=_NO_CLOCK, bare=_SECOND)
    if hold is None or until or hold > LONGEST_HOLD:
        raise BadInput("ignore_shorter_than is a duration such as 30s or 2m, at most 24h; 0 posts everything at once.")
    return hold


async def suggest_holds(_caller: Caller, typed: str, _given: object) -> Sequence[Choice]:
    """Suggest durations that can be typed."""
    found = suggest_time_spans(typed[:TYPED], HOLDS, least=_SECOND, most=LONGEST_HOLD, at=_NO_CLOCK)
    return plain_choices(one for one in found if not one.startswith(("until", "till")))


def read_warn(warn: int, provider: str | None, account: str | None, lookup: AccountLookup) -> int:
    """Return the number of free slots to warn at.

    Args:
        warn: The typed number.
        provider: The provider; None for all.
        account: The account, if only one is watched.
        lookup: Knows how many slots there are.

    Raises:
        BadInput: The pool could never be that low, or would always be.
    """
    if account is not None:
        raise BadInput("warn is about all accounts of a provider: leave the account out, or add another watch for it.")
    if (untold := lookup.untold_slots(provider)) is not None:
        raise BadInput(f"{untold} nobody can see them run low: leave warn out.")
    pool = lookup.slots(provider)
    if pool is None:
        if not 1 <= warn <= LARGEST_WARN:
            raise BadInput(f"warn is a number of free slots, from 1 to {LARGEST_WARN}.")
    elif not 1 <= warn < pool[1]:
        title, slots = pool
        allowed = "warn is of no use there" if slots == 1 else f"warn can be 1 to {slots - 1}"
        raise BadInput(f"{title} has {count(slots, 'slot')}: {allowed}.")
    return warn


def read_quota(percent: int) -> int | None:
    """Return the percentage of a quota to warn at, or None for 0; raises ``BadInput`` if it is out of range."""
    if not 0 <= percent < MOST_PERCENT:
        raise BadInput(f"quota is a percentage from 1 to {MOST_PERCENT - 1}, or 0 for none.")
    return percent or None


def read_quiet(typed: str) -> QuietHours | None:
    """Return quiet hours, or None for ``OFF``; raises ``BadInput`` if they can't be read."""
    if typed.strip().casefold() == OFF:
        return None
    try:
        return read_quiet_hours(typed)
    except ValueError as problem:
        raise BadInput(f"{problem}") from problem


def _is_quiet(typed: str) -> bool:
    try:
        read_quiet(typed)
    except BadInput:
        return False
    return True


RECOGNISED_TERMS: Mapping[str, Callable[[str], bool]] = {"ignore_shorter_than": is_time_span, "quiet": _is_quiet}
"""Recognise these terms anywhere in a typed line."""


def check_terms(watch: Watch) -> Watch:
    """Return the watch; raises ``BadInput`` if one of its terms could never apply."""
    about_slots = watch.hold or watch.warn is not None or watch.style is Style.EDIT or watch.when is not When.BOTH
    if watch.tell is Tell.STUCK and (about_slots or watch.quota is not None):
        raise BadInput(
            "A watch for stuck jobs tells of each job once: ignore_shorter_than, warn, style and when are about slots. "
            "Leave them out; in a watch that has them, set ignore_shorter_than to 0, no_warn, and the usual style and "
            "when."
        )
    if watch.tell is Tell.HEALTH and (watch.hold or watch.warn is not None or watch.when is not When.BOTH):
        raise BadInput(
            "A watch for accounts' health has nothing to do with slots: leave out ignore_shorter_than, warn and when."
        )
    if watch.tell is Tell.PROVIDER and watch.account is not None:
        raise BadInput("The provider as a whole is more than one account: leave the account out, or the tell.")
    return watch
