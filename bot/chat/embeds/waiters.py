"""What somebody who waits for a slot is answered: where they stand, what they wait for, what became of it.

Not what they are told once there is room (``notices``).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

import discord

from bot.alerts.slot_notice import Outcome
from bot.chat.embeds.fit import DESCRIPTION, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.moments import clock
from bot.chat.embeds.words import ago
from bot.chat.wording.text import amount, count, plain
from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist import WaitlistEntry

SUBJECT_LENGTH = 200

_TEENS = range(11, 14)


def joined_embed(entry: WaitlistEntry, subject: str, room: str) -> discord.Embed:
    """Draw that somebody is on the waitlist from now on.

    Args:
        entry: Their entry.
        subject: What they wait for, not yet escaped: provider and account by the names that people know.
        room: The accounts that the next look offers them, not yet escaped; empty where there are none.
    """
    waiter, there = entry.waiter, f"<#{entry.waiter.channel}>"
    room = plain(room, SUBJECT_LENGTH)
    now = f"There is room now, on **{room}**: the next look offers it to you." if room else ""
    lines = (
        entry_line(entry, subject),
        now,
        f"You are pinged once in {there} when there is room. `/notify cancel number:{waiter.id}` ends it sooner.",
    )
    level = Level.FREE if room else Level.TIGHT
    return discord.Embed(title="🔔 Waiting", description="\n".join(filter(None, lines)), colour=level.colour)


def list_embed(entries: Sequence[WaitlistEntry], subject: Callable[[Waiter], str]) -> discord.Embed:
    """Draw all that a member waits for; ``subject`` says what that is, not yet escaped."""
    if not entries:
        said = "You wait for nothing. `/notify when` lets you be told when there is room."
        return discord.Embed(title="Nothing to wait for", description=said, colour=Level.UNKNOWN.colour)
    return discord.Embed(
        title=f"You wait for {amount(len(entries))}",
        description=fit(entries, lambda entry: entry_line(entry, subject(entry.waiter)), DESCRIPTION),
        colour=Level.TIGHT.colour,
    )


def left_embed(waiter: Waiter, subject: str) -> discord.Embed:
    """Draw that somebody left the waitlist."""
    said = f"**{waiter.id}** · {_wanted(waiter, subject)} · you are not told of it any more."
    return discord.Embed(title="🔕 Cancelled", description=said, colour=Level.UNKNOWN.colour)


def replied_embed(waiter: Waiter, subject: str) -> discord.Embed:
    """Draw that somebody accepted or declined an offer."""
    if waiter.outcome is Outcome.TAKEN:
        title, said = "Taken", "It is kept for you for 2 minutes, or until your job is seen running."
    else:
        title, said = "Passed on", "Whoever is next in line is offered it."
    description = f"{_wanted(waiter, subject)}\n{said}"
    return discord.Embed(title=title, description=description, colour=Level.FREE.colour)


def entry_line(entry: WaitlistEntry, subject: str) -> str:
    """Say what somebody waits for: ``**12** · 2 slots of MiniMax · 2nd in line · since … · until …``."""
    waiter = entry.waiter
    parts = (
        f"**{waiter.id}**",
        _wanted(waiter, subject),
        f"free for {amount(int(waiter.hold.total_seconds()))} s" if waiter.hold > timedelta() else "",
        f"{ordinal(entry.position)} in line",
        f"since {ago(waiter.asked_at)}",
        f"until {clock(waiter.until)}",
    )
    return " · ".join(filter(None, parts))


def ordinal(number: int) -> str:
    """Say a position: ``1st``, ``2nd``, ``11th``."""
    if number % 100 in _TEENS:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _wanted(waiter: Waiter, subject: str) -> str:
    return f"{count(waiter.slots, 'slot')} of {plain(subject, SUBJECT_LENGTH)}"
