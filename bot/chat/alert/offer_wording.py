"""What a member who waited for a slot is told: that there is room and where, or that there was none in time."""

from collections.abc import Mapping
from datetime import datetime

from bot.alerts.slot_notice import NoticeKind, Outcome, SlotNotice
from bot.chat.alert.alert_names import AlertNames
from bot.chat.message import Card, Level, paragraph
from bot.chat.spans import Code, Line, Strong, ago
from bot.chat.wording.text import amount, count

NAMED = 3
"""Maximum number of accounts in the headline."""

LISTED = 20
"""Maximum number of accounts that get a line of their own."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.TAKEN: "taken",
    Outcome.PASSED: "passed on",
    Outcome.LAPSED: "over after 2 minutes",
    Outcome.GONE: "gone before it was told",
    Outcome.UNDELIVERED: "could not be told",
    Outcome.EXPIRED: "no room in time",
    Outcome.CANCELLED: "cancelled",
}
"""How somebody's waiting ended."""

_AGAIN: Line = (Code("/notify me"), " asks again.")

_RULE: Line = (
    "Kept for you for 2 minutes, then it is the next one's. ",
    Strong("Taken"),
    " keeps it while you start your job, ",
    Strong("Pass"),
    " lets the next one have it at once.",
)


def offer_headline(notice: SlotNotice, names: AlertNames) -> tuple[str, ...]:
    """Return what a locked phone shows: ``MiniMax: 2 slots free on studio-a``."""
    naming, provider = names.of_notice(notice), names.provider(notice.provider)
    if notice.kind is NoticeKind.EXPIRED:
        where = (" on ", naming.name(notice.account)) if notice.account is not None else ()
        return (f"{provider}: no room", *where, " in time")
    places: list[str] = []
    for one in notice.offered[:NAMED]:
        places += [", ", naming.name(one.account)] if places else [naming.name(one.account)]
    places += [f", and {amount(len(notice.offered) - NAMED)} more"] if len(notice.offered) > NAMED else []
    if notice.outcome is not None:
        return (f"{provider}: ", *places, f" · {OUTCOMES[notice.outcome]}")
    return (f"{provider}: {count(notice.slots, 'slot')} free on ", *places)


def offer_card(notice: SlotNotice, at: datetime, names: AlertNames) -> Card:
    """Return the card of an offer, or of a wait that is over.

    Args:
        notice: What is told.
        at: The time of the look, or when the wait was over.
        names: What providers and accounts are called.
    """
    title, level = _title(notice)
    return Card(
        title=f"{title} · {names.provider(notice.provider)}",
        body=(paragraph(*_lines(notice, names)),),
        level=level,
        at=at,
        subject=names.provider(notice.provider),
    )


def _title(notice: SlotNotice) -> tuple[str, Level]:
    if notice.kind is NoticeKind.EXPIRED:
        return "No room in time", Level.UNKNOWN
    if notice.outcome is not None:
        return f"There was room · {OUTCOMES[notice.outcome]}", Level.UNKNOWN
    return "There is room", Level.FREE


def _lines(notice: SlotNotice, names: AlertNames) -> tuple[Line, ...]:
    naming = names.of_notice(notice)
    where = () if notice.account is None else (" on ", naming.name(notice.account))
    wanted = (f"{count(notice.slots, 'slot')}", *where)
    number = (f"Number {notice.waiter}: ", *wanted, ", asked for ", ago(notice.asked_at), ".")
    if notice.kind is NoticeKind.EXPIRED:
        return number, ("Nobody is told of it any more. ", *_AGAIN)
    left = len(notice.offered) - LISTED
    return (
        *((Strong(naming.name(one.account)), f" · {count(one.slots, 'slot')}") for one in notice.offered[:LISTED]),
        (f"and {amount(left)} more",) if left > 0 else (),
        number,
        _end(notice.outcome),
    )


def _end(outcome: Outcome | None) -> Line:
    if outcome is None:
        return _RULE
    said = f"{OUTCOMES[outcome].capitalize()}."
    return (f"{said} ", *_AGAIN) if outcome in {Outcome.LAPSED, Outcome.GONE} else (said,)
