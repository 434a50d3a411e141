"""Answers to ``/watch``: a changed watch, a page of watches, the outcome of a drill."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.chat.level_signs import Level
from bot.chat.message import Button, Card, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.paging import page_buttons
from bot.chat.text_spans import Code, Line, Strong, channel, joined, role
from bot.chat.wording.durations import typed_span
from bot.chat.wording.sentence import warning_lines
from bot.chat.wording.text import amount, clean
from bot.chat.wording.watched_providers import Watched, watching_line
from bot.delivery.stored_alerts import DeliveryStatus
from bot.platforms.platform_words import CommandName, PlatformWord
from bot.subscriptions.watch import FROM_SETTINGS, Ping, Style, Tell, Watch, When

ON_A_PAGE = 10
SUBJECT_LENGTH = 170
REASON_LENGTH = 200
"""Shorter than elsewhere, so that a page of watches fits, whatever is missing."""

_TELLS = {
    Tell.EVERYTHING: "provider and accounts",
    Tell.PROVIDER: "provider only",
    Tell.ACCOUNTS: "accounts only",
    Tell.STUCK: "stuck jobs",
    Tell.HEALTH: "accounts' health",
}
_WHENS = {When.FULL: "full only", When.FREED: "freed only"}
_PINGS = {Ping.NOTHING_FREE: " when nothing is free", Ping.ANY_FULL: " when any account is full"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchStatus:
    """A watch as it is now.

    Attributes:
        watch: The watch.
        subject: The title of its provider or account.
        missing: What keeps its alerts from arriving or pinging, one sentence each.
        muted: The mutes in its channel, one line each.
        unheard: What it can never post about, as a sentence; None if nothing.
    """

    watch: Watch
    subject: str
    missing: tuple[str, ...] = ()
    muted: tuple[Line, ...] = ()
    unheard: str | None = None


def list_message(watches: Sequence[Watch], status: Callable[[Watch], WatchStatus], page: int) -> Message:
    """Return a page of watches, with its buttons.

    Args:
        watches: All watches.
        status: Returns a watch's status; called only for those on the page.
        page: The page, from 1; a page that doesn't exist becomes the nearest one that does.
    """
    if not watches:
        none = paragraph(("No alerts are posted here yet. ", CommandName("watch add"), " adds a watch."))
        actions = page_buttons("watch", (), 1, 1)
        return Message(cards=(Card(title="No watches", body=(none,)),), actions=actions, private=True)
    pages = -(-len(watches) // ON_A_PAGE)
    number = min(max(page, 1), pages)
    shown = [status(watch) for watch in watches[(number - 1) * ON_A_PAGE :][:ON_A_PAGE]]
    card = Card(
        title="1 watch" if len(watches) == 1 else f"{amount(len(watches))} watches",
        body=(Listing(entries=tuple(map(_entry, shown))),),
        level=_level(shown),
        footer=f"Page {amount(number)} of {amount(pages)}" if pages > 1 else "",
    )
    return Message(cards=(card,), actions=page_buttons("watch", (), number, pages), private=True)


def changed_message(happened: str, status: WatchStatus, holdings: Sequence[Watched] = ()) -> Message:
    """Return the answer to a watch that was just ``added`` or ``changed``.

    Args:
        happened: What was done.
        status: The watch.
        holdings: The provider's accounts and slots, if they are to be shown.
    """
    stored = "The watch is stored all the same; once that is fixed, try it" if status.missing else "Try it"
    body = paragraph(
        watch_line(status),
        watching_line(holdings) if holdings else (),
        *_warnings(status),
        (f"{stored}: ", CommandName("watch test", f"watch:{status.watch.id}")),
    )
    return private_card(f"Watch {status.watch.id} {happened}", body, _level((status,)))


def removed_message(status: WatchStatus, undo: Button) -> Message:
    """Return the answer to a watch that was just removed, with its undo."""
    return private_card(f"Watch {status.watch.id} removed", paragraph(watch_line(status)), Level.UNKNOWN, undo)


def drill_message(status: WatchStatus, outcome: DeliveryStatus) -> Message:
    """Return the outcome of a drill."""
    there = channel(status.watch.channel)
    said: Line
    if outcome.told_after is not None:
        title, level = "The test arrived", _level((status,))
        said = (there, f" had it after {outcome.told_after.total_seconds():.2f} s.")
    elif outcome.given_up is not None:
        title, level = "The test did not arrive", Level.FULL
        said = (there, " did not get it: ", clean(outcome.given_up, REASON_LENGTH))
    else:
        title, level = "The test is still waiting", Level.TIGHT
        said = (
            there,
            " does not have it yet: ",
            PlatformWord.PLATFORM,
            ", the database or an earlier alert there is slow. It comes later.",
        )
    return private_card(title, paragraph(said, *_warnings(status)), level)


def watch_line(status: WatchStatus) -> Line:
    """Return a watch's line: ``3 · #alerts · MiniMax · provider and accounts · pings @makers when nothing is free``."""
    watch = status.watch
    return joined(
        (
            (Strong("from settings" if watch.id == FROM_SETTINGS else f"{watch.id}"),),
            (channel(watch.channel),),
            (clean(status.subject, SUBJECT_LENGTH),),
            (_TELLS[watch.tell],) if watch.account is None or watch.tell.alone else (),
            (_WHENS[watch.when],) if watch.when in _WHENS else (),
            *_terms(watch),
            _pinged(watch),
        )
    )


def _entry(status: WatchStatus) -> Entry:
    watch = status.watch
    about = {"watch": str(watch.id)}
    test = EntryCommand(label="Test", command="watch test", options={**about, "ping": "no"})  # all: no form is needed
    edit = EntryCommand(label="Edit", command="watch edit", options=about)
    confirmation = f"Remove watch {watch.id}? It posts nothing from then on."
    remove = EntryCommand(label="Remove", command="watch remove", options=about, confirmation=confirmation)
    commands = (test,) if watch.id == FROM_SETTINGS else (edit, test, remove)
    return Entry((watch_line(status), *_warnings(status)), commands=commands)


def _pinged(watch: Watch) -> Line:
    if watch.role is None:
        return ("pings nobody: no role is set",) if watch.ping is Ping.ANY_FULL else ()
    if watch.ping is Ping.NOBODY:
        return ("pings nobody",)
    if watch.tell is Tell.STUCK:
        return ("pings ", role(watch.role))
    if watch.tell is Tell.HEALTH:
        return ("pings ", role(watch.role), " when one can't be used")
    when = " when it is full" if watch.account is not None else _PINGS[watch.ping]
    return ("pings ", role(watch.role), when)


def _terms(watch: Watch) -> Iterable[Line]:
    """Yield the terms that differ from the defaults."""
    if watch.hold:
        yield (f"ignores anything shorter than {typed_span(watch.hold)}",)
    if watch.warn is not None:
        yield (f"alert at {amount(watch.warn)} free",)
    if watch.quota is not None:
        yield (f"alert at {watch.quota} % of a quota used",)
    if watch.quiet is not None:
        yield "quiet ", Code(str(watch.quiet))
    if watch.style is Style.EDIT:
        yield ("edits one message",)


def _warnings(status: WatchStatus) -> Iterable[Line]:
    lacks = warning_lines(status.missing, REASON_LENGTH)
    return (*lacks, *status.muted, *(((status.unheard,),) if status.unheard is not None else ()))


def _level(shown: Iterable[WatchStatus]) -> Level:
    return Level.TIGHT if any(one.missing or one.muted for one in shown) else Level.FREE
