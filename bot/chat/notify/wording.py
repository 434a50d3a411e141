"""Answers to ``/notify``: positions, what a member waits for, what became of an offer.

The offers themselves are worded in ``chat.alert``.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.chat.level_signs import Level
from bot.chat.message import Button, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.text_spans import Line, Strong, channel, joined
from bot.chat.wording.durations import typed_span
from bot.chat.wording.mute_lines import until
from bot.chat.wording.text import amount, clean, count
from bot.platforms.platform_words import CommandName
from bot.waitlist.offer_replies import Declined
from bot.waitlist.waiter import Waiter
from bot.waitlist.waitlist import WaitlistEntry

SUBJECT_LENGTH = 200

_TEENS = range(11, 14)


def joined_message(entry: WaitlistEntry, subject: str, room: str) -> Message:
    """Return the answer to a member who has joined the waitlist.

    Args:
        entry: Their entry.
        subject: What they wait for: the title of a provider or account.
        room: The accounts that the next look will offer them; may be empty.
    """
    waiter = entry.waiter
    where = Strong(clean(room, SUBJECT_LENGTH))
    body = paragraph(
        ("There is room now, on ", where, ": the next check offers it to you.") if room else (),
        joined(_terms(waiter, subject)),
        (
            "You are pinged once in ",
            channel(waiter.channel),
            " when there is room. ",
            CommandName("notify cancel", f"number:{waiter.id}"),
            " ends it sooner.",
        ),
    )
    return private_card(f"🔔 You're {_place(entry)}", body, Level.FREE if room else Level.TIGHT)


def list_message(entries: Sequence[WaitlistEntry], subject: Callable[[Waiter], str]) -> Message:
    """Return the list of a member's entries; ``subject`` returns what one waits for."""
    if not entries:
        none = paragraph((CommandName("notify me"), " pings you once when a slot frees up."))
        return private_card("You aren't waiting for anything", none, Level.UNKNOWN)
    lines = Listing(
        entries=tuple(
            Entry((entry_line(entry, subject(entry.waiter)),), commands=(_cancel(entry.waiter),)) for entry in entries
        )
    )
    return private_card(f"You're waiting for {amount(len(entries))}", lines, Level.TIGHT)


def left_message(waiter: Waiter, subject: str) -> Message:
    """Return the answer to a member who has left the waitlist, with its undo."""
    number = (Strong(f"{waiter.id}"),)
    said = joined((number, _wanted(waiter, subject), ("you won't be pinged.",)))
    return private_card("🔕 Cancelled", paragraph(said), Level.UNKNOWN, _undo(waiter))


def accepted_message(waiter: Waiter, subject: str) -> Message:
    """Return the answer to a member who has accepted an offer."""
    said = "Start your job now: nobody else is pointed to it for 2 minutes, but the bot can't lock it."
    return private_card("Go ahead", paragraph(_wanted(waiter, subject), (said,)))


def declined_message(declined: Declined, subject: str) -> Message:
    """Return the answer to a member who has declined an offer, with its undo."""
    title, then = "You're out of the line", "nobody else is waiting for it."
    if declined.wanted:
        title, then = "Passed on", "it goes to the next person in line. You aren't waiting any more."
    said = joined((_wanted(declined.waiter, subject), (then,)))
    return private_card(title, paragraph(said), Level.UNKNOWN, _undo(declined.waiter))


def entry_line(entry: WaitlistEntry, subject: str) -> Line:
    """Return an entry's line: ``12 · 2nd in line · 2 slots of MiniMax · until 14:05 (in 6 hours)``."""
    return joined(((Strong(f"{entry.waiter.id}"),), (_place(entry),), *_terms(entry.waiter, subject)))


def ordinal(number: int) -> str:
    """Return an ordinal number: ``1st``, ``2nd``, ``11th``."""
    if number % 100 in _TEENS:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _undo(waiter: Waiter) -> Button:
    return Button(label="Undo", action="notify:undo", arguments=(str(waiter.id),))


def _cancel(waiter: Waiter) -> EntryCommand:
    return EntryCommand(label="Cancel", command="notify cancel", options={"number": str(waiter.id)})


def _place(entry: WaitlistEntry) -> str:
    return f"{ordinal(entry.position)} in line"


def _terms(waiter: Waiter, subject: str) -> tuple[Line, ...]:
    hold: Line = (f"free for {typed_span(waiter.hold)}",) if waiter.hold > timedelta() else ()
    return (_wanted(waiter, subject), hold, until(waiter.until))


def _wanted(waiter: Waiter, subject: str) -> Line:
    return (f"{count(waiter.slots, 'slot')} of ", clean(subject, SUBJECT_LENGTH))
