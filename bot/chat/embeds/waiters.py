"""What somebody who waits for a slot is answered: where they stand, what they wait for, what became of it.

Not what they are told once there is room (``notices``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.alerts.slot_notice import Outcome
from bot.chat.embeds.fit import DESCRIPTION, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.moments import clock
from bot.chat.embeds.words import ago
from bot.chat.wording.text import amount, count, plain
from bot.waitlist.waiter import Waiter

SUBJECT_LENGTH = 200

_TEENS = range(11, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Somebody who waits, as they are shown.

    Attributes:
        waiter: Who.
        subject: What they wait for, not yet escaped: provider and account by the names that people know.
        position: Their place in line, from 1.
        room: Where the next look offers them room, not yet escaped; empty where it does not.
    """

    waiter: Waiter
    subject: str
    position: int
    room: str = ""


def asked_embed(standing: Standing) -> discord.Embed:
    """Draw that somebody waits from now on, and where they stand."""
    waiter, there = standing.waiter, f"<#{standing.waiter.channel}>"
    room = plain(standing.room, SUBJECT_LENGTH)
    now = f"There is room now, on **{room}**: the next look offers it to you." if room else ""
    lines = (
        standing_line(standing),
        now,
        f"You are pinged once in {there} when there is room. `/notify cancel number:{waiter.id}` ends it sooner.",
    )
    level = Level.FREE if room else Level.TIGHT
    return discord.Embed(title="🔔 Waiting", description="\n".join(filter(None, lines)), colour=level.colour)


def list_embed(standings: Sequence[Standing]) -> discord.Embed:
    """Draw all that a member waits for."""
    if not standings:
        said = "You wait for nothing. `/notify when` lets you be told when there is room."
        return discord.Embed(title="Nothing to wait for", description=said, colour=Level.UNKNOWN.colour)
    return discord.Embed(
        title=f"You wait for {amount(len(standings))}",
        description=fit(standings, standing_line, DESCRIPTION),
        colour=Level.TIGHT.colour,
    )


def cancelled_embed(waiter: Waiter, subject: str) -> discord.Embed:
    """Draw that somebody waits no more."""
    said = f"**{waiter.id}** · {_wanted(waiter, subject)} · you are not told of it any more."
    return discord.Embed(title="🔕 Cancelled", description=said, colour=Level.UNKNOWN.colour)


def answered_embed(waiter: Waiter, subject: str) -> discord.Embed:
    """Draw what somebody did with what they were offered."""
    if waiter.outcome is Outcome.TAKEN:
        title, said = "Taken", "It is kept for you for 2 minutes, or until your job is seen running."
    else:
        title, said = "Passed on", "Whoever is next in line is offered it."
    description = f"{_wanted(waiter, subject)}\n{said}"
    return discord.Embed(title=title, description=description, colour=Level.FREE.colour)


def standing_line(standing: Standing) -> str:
    """Say what somebody waits for: ``**12** · 2 slots of MiniMax · 2nd in line · since … · until …``."""
    waiter = standing.waiter
    parts = (
        f"**{waiter.id}**",
        _wanted(waiter, standing.subject),
        f"free for {amount(int(waiter.hold.total_seconds()))} s" if waiter.hold > timedelta() else "",
        f"{ordinal(standing.position)} in line",
        f"since {ago(waiter.asked_at)}",
        f"until {clock(waiter.until)}",
    )
    return " · ".join(filter(None, parts))


def ordinal(number: int) -> str:
    """Say a place in line: ``1st``, ``2nd``, ``11th``."""
    if number % 100 in _TEENS:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _wanted(waiter: Waiter, subject: str) -> str:
    return f"{count(waiter.slots, 'slot')} of {plain(subject, SUBJECT_LENGTH)}"
