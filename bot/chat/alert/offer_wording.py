"""What a member who waited for a slot is told: that there is room and where, or that there was none in time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.alerts.waiter_notice import NoticeKind, Outcome, WaiterNotice
from bot.chat.alert.alert_names import AlertNames
from bot.chat.message import Card, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, Struck, ago, clock
from bot.chat.wording.numbers_and_lists import amount, count
from bot.platforms import CommandName
from bot.waitlist.waiter_and_offer import RESERVED_FOR

NAMED = 3
"""Maximum number of accounts in the headline."""

LISTED = 20
"""Maximum number of accounts that get a line of their own."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.USED: "in use now",
    Outcome.UNUSABLE: "can't be used now",
    Outcome.PASSED: "passed on",
    Outcome.LAPSED: f"over after {count(RESERVED_FOR // timedelta(minutes=1), 'minute')}",
    Outcome.GONE: "gone before you could be told",
    Outcome.UNDELIVERED: "you could not be told",
    Outcome.EXPIRED: "no room in time",
    Outcome.CANCELLED: "cancelled",
}
"""How the waiting ended for somebody who took no slot."""

MISSED = frozenset({Outcome.USED, Outcome.UNUSABLE, Outcome.LAPSED, Outcome.GONE})
"""The outcomes of an offer that the member neither took nor passed on, so that they may want to wait on."""

_HELD = frozenset({None, Outcome.TAKEN})
"""The outcomes of an offer that is still open, or that the member took."""

_NO_LOCK = " The bot can't lock a slot: whoever starts a job gets it."


def offer_headline(notice: WaiterNotice, names: AlertNames) -> Line:
    """Return what a locked phone shows: ``your MiniMax slot: studio-a``, after the member's name."""
    naming, provider = names.of_notice(notice), names.provider(notice.provider)
    if notice.kind is NoticeKind.EXPIRED:
        where = (" on ", naming.name(notice.account)) if notice.account is not None else ()
        return (f"{provider}: no room", *where, " in time")
    whose = f"your {provider} slot" if notice.slots == 1 else f"your {amount(notice.slots)} {provider} slots"
    places = ", ".join(naming.name(one.account) for one in notice.offered[:NAMED])
    left = len(notice.offered) - NAMED
    places += f", and {amount(left)} more" if left > 0 else ""
    if notice.outcome is None:
        return (Strong(f"{whose}: {places}"),)
    if notice.outcome is Outcome.TAKEN:
        # The account is not struck out: people read where to start after they press, too.
        first: Line = (" · first in line until ", clock(notice.taken_at + RESERVED_FOR)) if notice.taken_at else ()
        return (f"{Level.FREE.sign} ", Strong(f"you took {places}"), f" · {provider}", *first)
    return (f"{Level.UNKNOWN.sign} ", Struck(f"{whose}: {places}"), f" · {OUTCOMES[notice.outcome]}")


def offer_card(notice: WaiterNotice, names: AlertNames, *, posted: datetime) -> Card:
    """Return the card of an offer, or of a wait that is over; empty if the headline says what came of an offer.

    Args:
        notice: The offer, or what came of it.
        names: What providers and accounts are called.
        posted: When it is or was posted.
    """
    return Card(
        body=(paragraph(*_lines(notice, names, posted)),),
        level=Level.FREE if notice.kind is NoticeKind.OFFER and notice.outcome in _HELD else Level.UNKNOWN,
        subject=names.provider(notice.provider),
    )


def _lines(notice: WaiterNotice, names: AlertNames, posted: datetime) -> tuple[Line, ...]:
    naming = names.of_notice(notice)
    if notice.kind is NoticeKind.EXPIRED:
        asked: Line = (f"You asked for {count(notice.slots, 'slot')} ", ago(notice.asked_at), ".")
        return ((*asked, " You are not waiting any more: ", CommandName("notify me"), " in a channel asks again."),)
    if notice.outcome not in _HELD:
        again = "Not you? You can wait again" if notice.outcome is Outcome.USED else "You can wait again"
        return ((f"{again}, at the place you had.",),) if notice.outcome in MISSED else ()
    until = posted + RESERVED_FOR  # an edit reserves nothing for longer
    first: Line = ("You're first in line until ", clock(until), " (", ago(until), ").", _NO_LOCK)
    until_over = (first,) if notice.outcome is None else ()
    if len(notice.offered) == 1:
        return until_over
    left = len(notice.offered) - LISTED
    return (
        *((Strong(naming.name(one.account)), f" · {count(one.slots, 'slot')}") for one in notice.offered[:LISTED]),
        (f"and {amount(left)} more",) if left > 0 else (),
        *until_over,
    )
