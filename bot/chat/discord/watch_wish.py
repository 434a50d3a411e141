"""What people wish of a watch, as they typed it, and what is taken of it: numbers and hours.

Channels and roles are in ``watch_options``. Discord could refuse a number that is too small by itself; its words name
neither what is allowed nor why, so nothing is left to it.
"""

from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.chat.account_lookup import AccountLookup
from bot.chat.discord.watch_options import Picked
from bot.chat.wording.text import count
from bot.errors import BadInput
from bot.subscriptions.quiet_hours import QuietHours, read_quiet_hours
from bot.subscriptions.watch import LONGEST_HOLD, Style, Watch, When

LARGEST_WARN = 100_000
"""Where the pool is not known yet; the providers' own pools have a few dozen slots."""

OFF = "off"
"""Typed in place of quiet hours, to have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a watch should become; None is "as it is", or nothing for a new one.

    Attributes:
        channel: Where it tells.
        role: Whom it pings.
        no_role: Whether it pings nobody from now on.
        when: Which changes it hears.
        hold: How long a state must last before it counts, in seconds.
        warn: The number of free slots at or below which the pool is low.
        no_warn: Whether it does not hear of the pool from now on.
        quiet: When it says nothing, as typed; or ``OFF``.
        style: How an incident is told.
    """

    channel: Picked | None = None
    role: discord.abc.Snowflake | None = None
    no_role: bool = False
    when: When | None = None
    hold: int | None = None
    warn: int | None = None
    no_warn: bool = False
    quiet: str | None = None
    style: Style | None = None


def hold_of(seconds: int) -> timedelta:
    """Give how long a state must last; raises ``BadInput`` where nobody would wait so long, or less than nothing."""
    longest = int(LONGEST_HOLD.total_seconds())
    if not 0 <= seconds <= longest:
        raise BadInput(f"hold is in seconds, from 0 (tell at once) to {longest} (a day).")
    return timedelta(seconds=seconds)


def warn_of(warn: int, provider: str | None, account: str | None, subjects: AccountLookup) -> int:
    """Give the number of free slots to warn at.

    Args:
        warn: The number.
        provider: Of which provider; None for all of them.
        account: Of which account, if only one is watched.
        subjects: Knows how many slots there are.

    Raises:
        BadInput: The pool could never be so low, or would always be.
    """
    if account is not None:
        raise BadInput("warn is about all accounts of a provider: leave the account out, or add another watch for it.")
    pool = subjects.slots(provider)
    if pool is None:
        if not 0 <= warn <= LARGEST_WARN:
            raise BadInput(f"warn is a number of free slots, from 0 (none is free) to {LARGEST_WARN}.")
    elif not 0 <= warn < pool[1]:
        title, slots = pool
        allowed = "warn can only be 0 (none is free)" if slots == 1 else f"warn can be 0 to {slots - 1}"
        raise BadInput(f"{title} has {count(slots, 'slot')}: {allowed}.")
    return warn


def fitting(watch: Watch) -> Watch:
    """Give a watch whose terms go together; raises ``BadInput`` where some could never apply."""
    if watch.when is When.STUCK and (watch.hold or watch.warn is not None or watch.style is Style.EDIT):
        raise BadInput(
            "A watch for stuck jobs tells of each job once: hold, warn and style are about slots. Leave them out; "
            "in a watch that has them, take them back with hold 0, no_warn, and the style of two messages."
        )
    return watch


def quiet_of(typed: str) -> QuietHours | None:
    """Read quiet hours, or that there are none; raises ``BadInput`` where they can't be read."""
    if typed.strip().casefold() == OFF:
        return None
    try:
        return read_quiet_hours(typed)
    except ValueError as problem:
        raise BadInput(f"{problem}") from problem
