"""Answers to ``/notify``: positions, what a member waits for, what became of an offer.

The offers themselves are worded in ``chat.alert``.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.chat.level_signs import Level
from bot.chat.message import Button, Entry, Listing, Menu, MenuChoice, Message, paragraph, private_card
from bot.chat.text_spans import Line, channel, clock, joined
from bot.chat.wording.durations import time_span
from bot.chat.wording.mute_lines import until
from bot.chat.wording.text import amount, clean, count, sentence_case
from bot.platforms.platform_words import CommandName
from bot.waitlist.offer_replies import Declined
from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist import WaitlistEntry

SUBJECT_LENGTH = 200

STOP = "notify:stop"
"""The action that takes a member off the waitlist, by their number."""

_MINUTE = timedelta(minutes=1)

_TEENS = range(11, 14)


def joined_message(entry: WaitlistEntry, subject: str, room: str, soon: str = "", *, now: datetime) -> Message:
    """Return the answer to a member who has joined the waitlist.

    Args:
        entry: Their entry.
        subject: What they wait for: the title of a provider or account.
        room: The accounts that the next look will offer them; may be empty.
        soon: When the next slot usually frees; empty where that is not known, or there is room.
        now: The present moment.
    """
    waiter, level = entry.waiter, Level.FREE if room else Level.TIGHT
    place = f"{_place(entry)} for {clean(subject, SUBJECT_LENGTH)}"
    pinged: Line = (
        "You are pinged once in ",
        channel(waiter.channel),
        f" when {_awaited(waiter)}, ",
        *until(waiter.until, now),
        ".",
    )
    if room:
        title = f"{level.sign} There is room now: use {clean(room, SUBJECT_LENGTH)}"
        body = paragraph((f"You're also {place}, in case it is gone.",), pinged)
    else:
        title = f"🔔 You're {place}"
        body = paragraph((f"{sentence_case(soon)}.",) if soon else (), pinged)
    return private_card(title, body, level, _stop(waiter))


def list_message(entries: Sequence[WaitlistEntry], subject: Callable[[Waiter], str], now: datetime) -> Message:
    """Return the list of a member's entries at the moment ``now``; ``subject`` returns what one waits for."""
    if not entries:
        none = paragraph((CommandName("notify me"), " pings you once when a slot frees up."))
        return private_card("You aren't waiting for anything", none, Level.UNKNOWN)
    lines = Listing(entries=tuple(Entry((entry_line(entry, subject(entry.waiter), now),)) for entry in entries))
    title = f"You're waiting for {count(len(entries), 'thing')}"
    choices = tuple(
        MenuChoice(label=wanted_slots(one.waiter, subject(one.waiter)), value=str(one.waiter.id)) for one in entries
    )
    stop = Menu(placeholder="Stop waiting for…", action=STOP, choices=choices)
    return private_card(title, lines, Level.TIGHT, _stop(entries[0].waiter) if len(entries) == 1 else stop)


def left_message(waiter: Waiter, subject: str) -> Message:
    """Return the answer to a member who has left the waitlist, with its undo."""
    said = joined((_wanted(waiter, subject), ("you won't be pinged.",)))
    return private_card("🔕 Cancelled", paragraph(said), Level.UNKNOWN, _undo(waiter))


def accepted_message(waiter: Waiter, provider: str, room: str, until: datetime) -> Message:
    """Return the answer to a member who has accepted an offer.

    Args:
        waiter: The member.
        provider: The provider's title.
        room: The accounts that were offered.
        until: Until when the slots are offered to nobody else.
    """
    several, of = waiter.slots > 1, clean(provider, SUBJECT_LENGTH)
    jobs = f"your {amount(waiter.slots)} {of} jobs" if several else f"your {of} job"
    slots, them = ("these slots", "them") if several else ("this slot", "it")
    start: Line = (f"Start {jobs} before ", clock(until), f": until then nobody else in line is offered {slots}.")
    body = paragraph((*start, f" The bot can't lock {them}."))
    return private_card(f"Go ahead: {clean(room, SUBJECT_LENGTH)}", body)


def declined_message(declined: Declined, subject: str) -> Message:
    """Return the answer to a member who has declined an offer, with its undo."""
    title, then = "You're out of the line", "nobody else is waiting for it."
    if declined.wanted:
        title, then = "Passed on", "it goes to the next person in line. You aren't waiting any more."
    said = joined((_wanted(declined.waiter, subject), (then,)))
    return private_card(title, paragraph(said), Level.UNKNOWN, _undo(declined.waiter))


def entry_line(entry: WaitlistEntry, subject: str, now: datetime) -> Line:
    """Return an entry's line: ``2nd in line · 2 slots of MiniMax · until 14:05``."""
    waiter = entry.waiter
    hold: Line = (f"once free for {_exactly(waiter.hold)}",) if waiter.hold > timedelta() else ()
    return joined(((_place(entry),), _wanted(waiter, subject), hold, until(waiter.until, now)))


def ordinal(number: int) -> str:
    """Return an ordinal number: ``1st``, ``2nd``, ``11th``."""
    if number % 100 in _TEENS:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _undo(waiter: Waiter) -> Button:
    return Button(label="Undo", action="notify:undo", arguments=(str(waiter.id),))


def _stop(waiter: Waiter) -> Button:
    return Button(label="Stop waiting", action=STOP, arguments=(str(waiter.id),))


def _place(entry: WaitlistEntry) -> str:
    return f"{ordinal(entry.position)} in line"


def _awaited(waiter: Waiter) -> str:
    """Return when somebody is told: ``a slot is free``, ``2 slots have been free for 1 min``."""
    slots, several = count(waiter.slots, "slot") if waiter.slots > 1 else "a slot", waiter.slots > 1
    if waiter.hold > timedelta():
        return f"{slots} {'have' if several else 'has'} been free for {_exactly(waiter.hold)}"
    return f"{slots} {'are' if several else 'is'} free"


def _exactly(span: timedelta) -> str:
    return time_span(span) if not span % _MINUTE else f"{amount(int(span.total_seconds()))} s"


def _wanted(waiter: Waiter, subject: str) -> Line:
    return (wanted_slots(waiter, subject),)


def wanted_slots(waiter: Waiter, subject: str) -> str:
    """Return what somebody waits for: ``2 slots of MiniMax``."""
    return f"{count(waiter.slots, 'slot')} of {clean(subject, SUBJECT_LENGTH)}"
