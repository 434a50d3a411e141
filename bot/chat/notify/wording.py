"""Answers to ``/notify``: positions, what a member waits for, what became of an offer.

The offers themselves are worded in ``chat.alert``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.alerts.waiter_notice import Outcome
from bot.chat.alert.alert_buttons import offer_buttons
from bot.chat.message import Button, Entry, Listing, Menu, MenuChoice, Message, Paragraph, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, channel, clock, joined, until
from bot.chat.wording.durations import time_span
from bot.chat.wording.numbers_and_lists import amount, count, sentence_case
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName
from bot.waitlist.offer_answers import Declined
from bot.waitlist.waiter_and_offer import RESERVED_FOR, Offer, Waiter
from bot.waitlist.waitlist_membership import MAY_WAIT_AGAIN, WaitlistEntry

SUBJECT_LENGTH = 200

STOP = "notify:stop"
"""The action that takes a member off the waitlist, by the number of their request."""

_ENDS: Mapping[Outcome | None, str] = {
    Outcome.USED: "{room} is in use now",
    Outcome.UNUSABLE: "{room} can't be used now",
    Outcome.PASSED: "you passed {room} on",
    Outcome.GONE: "{room} was gone before you could be told",
    Outcome.UNDELIVERED: "you could not be told",
}
"""How an offer ended before its time was over."""

_MINUTE = timedelta(minutes=1)

_HELD = count(RESERVED_FOR // _MINUTE, "minute")
"""How long offered slots are held for one member."""

_TEENS = range(11, 14)


def joined_message(
    entry: WaitlistEntry, subject: str, room: str, soon: str = "", *, obstacle: str = "", now: datetime
) -> Message:
    """Return the answer to a member who has joined the waitlist, or asked again for what they wait for.

    Args:
        entry: Their entry.
        subject: What they wait for: the title of a provider or account.
        room: The accounts that the next look will offer them; may be empty.
        soon: When the next slot usually frees; empty if unknown, or there is room.
        obstacle: Why none frees for now, a sentence; empty if nothing is wrong.
        now: The present moment.
    """
    waiter, level = entry.waiter, Level.FREE if room else Level.TIGHT
    place = f"{'still ' if entry.already else ''}{_place(entry)} for {clean(subject, SUBJECT_LENGTH)}"
    ends = until(waiter.until, now)
    pinged: Line = ("You are pinged once in ", channel(waiter.channel), f" when {_awaited(waiter)}, ", *ends, ".")
    if room:
        several = waiter.slots > 1
        free, next_one = ("they are still free", "the next ones") if several else ("it is still free", "the next one")
        title = f"{level.sign} There is room now: use {clean(room, SUBJECT_LENGTH)}"
        check: Line = (f"If {free} at the next check, you are pinged in ", channel(waiter.channel))
        body = paragraph(
            (*check, f" and are first in line for {_HELD}."), (f"If not, you wait for {next_one}, ", *ends, ".")
        )
    else:
        title = f"🔔 You're {place}"
        offered = ("Somebody else is offered a slot right now.",) if entry.behind_offer else ()
        expected = obstacle or (f"{sentence_case(soon)}." if soon else "")
        body = paragraph((expected,) if expected else (), offered, pinged)
    return private_card(title, body, level, _stop(waiter))


def list_message(
    entries: Sequence[WaitlistEntry],
    subject: Callable[[Waiter], str],
    room: Callable[[Waiter], str],
    now: datetime,
) -> Message:
    """Return the list of a member's entries, those with an offer first.

    Args:
        entries: The entries.
        subject: Returns what a waiter waits for.
        room: Returns the accounts that a waiter is offered.
        now: The present moment.
    """
    if not entries:
        none = paragraph((CommandName("notify me"), " pings you once when a slot frees up."))
        return private_card("You aren't waiting for anything", none, Level.UNKNOWN)
    waiting = [entry for entry in entries if entry.waiter.offer is None]
    offers = [(entry.waiter, entry.waiter.offer) for entry in entries if entry.waiter.offer is not None]
    lines = [_offer_line(waiter, offer, subject(waiter), room(waiter)) for waiter, offer in offers]
    lines += [entry_line(entry, subject(entry.waiter), now) for entry in waiting]
    listed = Listing(entries=tuple(Entry((line,)) for line in lines))
    actions: list[Button | Menu] = list(offer_buttons(offers[0][1].key)) if offers else []
    if len(waiting) == 1:
        actions.append(_stop(waiting[0].waiter))
    elif waiting:
        actions.append(_stop_menu([entry.waiter for entry in waiting], subject))
    if offers:
        title = f"{Level.FREE.sign} You're offered {clean(room(offers[0][0]), SUBJECT_LENGTH)}"
        return private_card(title, listed, Level.FREE, *actions)
    return private_card(f"You're waiting for {count(len(waiting), 'thing')}", listed, Level.TIGHT, *actions)


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


def ended_message(waiter: Waiter, room: str, now: datetime) -> Message:
    """Return the answer to a member who replies to an offer that is over; ``room`` is the accounts that it named."""
    room, at = clean(room, SUBJECT_LENGTH), _ended_at(waiter)
    if waiter.outcome is Outcome.TAKEN:
        return private_card(f"{Level.UNKNOWN.sign} You took {room} already", _at("You were first in line until ", at))
    why = _ENDS.get(waiter.outcome, f"it held for {_HELD}").format(room=room)
    again = (_undo(waiter, "Wait again"),) if waiter.outcome in MAY_WAIT_AGAIN and now < waiter.until else ()
    title = f"{Level.UNKNOWN.sign} That offer is over: {why}"
    return private_card(title, _at("It ended at ", at), Level.UNKNOWN, *again)


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


def _ended_at(waiter: Waiter) -> datetime | None:
    """Return when an offer ended; None if unknown."""
    told_at, taken_at = (None, None) if waiter.offer is None else (waiter.offer.told_at, waiter.offer.taken_at)
    held_from = {Outcome.TAKEN: taken_at, Outcome.LAPSED: told_at}.get(waiter.outcome or Outcome.LAPSED)
    return waiter.over_at if held_from is None else held_from + RESERVED_FOR


def _at(said: str, at: datetime | None) -> Paragraph:
    return paragraph((said, clock(at), ".") if at is not None else ())


def _undo(waiter: Waiter, label: str = "Undo") -> Button:
    return Button(label=label, action="notify:undo", arguments=(str(waiter.id),))


def _stop_menu(waiters: Sequence[Waiter], subject: Callable[[Waiter], str]) -> Menu:
    choices = tuple(MenuChoice(label=wanted_slots(one, subject(one)), value=str(one.id)) for one in waiters)
    return Menu(placeholder="Stop waiting for…", action=STOP, choices=choices)


def _offer_line(waiter: Waiter, offer: Offer, subject: str, room: str) -> Line:
    """Return the line of an open offer: ``studio-a · 1 slot of MiniMax · first in line until 14:05``."""
    places: Line = (Strong(clean(room, SUBJECT_LENGTH)),)
    told: Line = ("the ping is on its way",)
    if offer.told_at is not None:
        told = ("first in line until ", clock(offer.told_at + RESERVED_FOR))
    return joined((places, _wanted(waiter, subject), told))


def _stop(waiter: Waiter) -> Button:
    return Button(label="Stop waiting", action=STOP, arguments=(str(waiter.id),))


def _place(entry: WaitlistEntry) -> str:
    return "next in line" if entry.behind_offer and entry.position == 1 else f"{ordinal(entry.position)} in line"


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
