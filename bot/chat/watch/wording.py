"""Answers to ``/watch``: a changed watch, a page of watches, the outcome of a drill."""

from collections.abc import Callable, Iterable, Sequence

from bot.alerts.ping_rules import pings_for_slots
from bot.chat.command_button import form_button, form_menu
from bot.chat.feature import page_buttons
from bot.chat.message import Button, Card, Entry, EntryCommand, Listing, Message, paragraph, private_card
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Code, Line, Strong, channel, joined, role
from bot.chat.typed.times import typed_span
from bot.chat.watch.watch_status import WatchStatus
from bot.chat.wording.numbers_and_lists import amount, listed
from bot.chat.wording.provider_words import Watched, watching_line
from bot.chat.wording.refusal_sentences import capitalised, warning_lines
from bot.chat.wording.text_cleaning import clean
from bot.delivery.stored_alerts import DeliveryStatus
from bot.platforms import CommandName, PlatformWord
from bot.subscriptions.watch import FROM_SETTINGS, Ping, Style, Tell, Watch, When

ON_A_PAGE = 10
SUBJECT_LENGTH = 170
REASON_LENGTH = 200
"""Shorter than elsewhere, so that a page of watches fits, whatever is missing."""

TEST, REMOVE = "watch:test", "watch:remove"
"""The actions of the buttons below a watch that was just added or changed; both take its number."""

_TELLS = {
    Tell.PROVIDER: "provider only",
    Tell.ACCOUNTS: "accounts only",
    Tell.STUCK: "stuck jobs",
    Tell.HEALTH: "accounts' health",
}
_SLOTS = {When.BOTH: "is full or has room", When.FULL: "is full", When.FREED: "has room again"}
_OF = {Tell.PROVIDER: "For all of ", Tell.ACCOUNTS: "For single accounts of "}
_WHENS = {When.FULL: "full only", When.FREED: "freed only"}
_PINGS = {Ping.NOTHING_FREE: " when nothing is free", Ping.ANY_FULL: " when any account is full"}


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
    changeable = {_label(one): {"watch": one.watch.id} for one in shown if one.watch.id != FROM_SETTINGS}
    edit = (form_menu("Edit a watch…", "watch edit", changeable),) if changeable else ()
    return Message(cards=(card,), actions=(*edit, *page_buttons("watch", (), number, pages)), private=True)


def added_message(status: WatchStatus, holdings: Sequence[Watched] = (), *, again: bool = False) -> Message:
    """Return the answer to a watch that was just added.

    Args:
        status: The watch.
        holdings: The provider's accounts and slots, if they are to be shown.
        again: Whether that undid its removal.
    """
    title = f"Alerts about {_about(status)} go to {status.place}{' again' if again else ''}"
    return _kept_message(title, (f"Watch {status.watch.id} posts when {_occasions(status.watch)}.",), status, holdings)


def changed_message(status: WatchStatus, *, differs: bool = True) -> Message:
    """Return the answer to a watch that was just changed; ``differs`` says whether anything about it is new."""
    about = _about(status)
    said: Line = (channel(status.watch.channel), f" gets alerts about {about} when {_occasions(status.watch)}.")
    happened = "changed" if differs else "is like that already"
    return _kept_message(f"Watch {status.watch.id} {happened}", said, status)


def _about(status: WatchStatus) -> str:
    """Return what a watch is about, within a sentence."""
    subject = clean(status.subject, SUBJECT_LENGTH)
    return subject if status.watch.provider is not None else f"{subject[:1].lower()}{subject[1:]}"


def _kept_message(title: str, said: Line, status: WatchStatus, holdings: Sequence[Watched] = ()) -> Message:
    """Return what a watch does from now on, with the buttons that test, edit and remove it."""
    number = str(status.watch.id)
    lines = (
        said,
        capitalised(joined((*_terms(status.watch), _pinged(status.watch)))),
        _without_role(status.watch),
        _instead(status),
        watching_line(holdings) if holdings else (),
        *_warnings(status),
        ("The watch is stored all the same; once that is fixed, test it.",) if status.missing else (),
    )
    edit = EntryCommand(label="Edit", command="watch edit", options={"watch": number})
    body = Listing(entries=(Entry(tuple(line for line in lines if line), commands=(edit,)),))
    buttons = (
        Button(label="Test", action=TEST, arguments=(number,)),
        form_button("Edit", "watch edit", {"watch": status.watch.id}),
        Button(label="Remove", action=REMOVE, arguments=(number,)),
    )
    return private_card(title, body, _level((status,)), *buttons)


def removed_message(status: WatchStatus, undo: Button) -> Message:
    """Return the answer to a watch that was just removed, with its undo."""
    return private_card(f"Watch {status.watch.id} removed", paragraph(watch_line(status)), Level.UNKNOWN, undo)


def drill_message(status: WatchStatus, outcome: DeliveryStatus) -> Message:
    """Return the outcome of a drill."""
    where = channel(status.watch.channel)
    said: Line
    if outcome.told_after is not None:
        title, level = "The test arrived", _level((status,))
        said = (where, f" had it after {outcome.told_after.total_seconds():.2f} s.")
    elif outcome.given_up is not None:
        title, level = "The test did not arrive", Level.FULL
        # If the channel has been paused for that reason, the warnings below say what is missing.
        said = (where, " did not get it", "." if status.paused else f": {clean(outcome.given_up, REASON_LENGTH)}")
    else:
        title, level = "The test is still waiting", Level.TIGHT
        said = (
            where,
            " does not have it yet: ",
            PlatformWord.PLATFORM,
            ", the database or an earlier alert there is slow. It comes later.",
        )
    return private_card(title, paragraph(said, *_warnings(status)), level)


def watch_line(status: WatchStatus) -> Line:
    """Return a watch's line: ``3 · #alerts · MiniMax · full only · pings @makers when nothing is free``."""
    watch = status.watch
    return joined(
        (
            (Strong("from settings" if watch.id == FROM_SETTINGS else f"{watch.id}"),),
            (channel(watch.channel),),
            (clean(status.subject, SUBJECT_LENGTH),),
            (_TELLS[watch.tell],) if watch.tell in _TELLS and (watch.account is None or watch.tell.alone) else (),
            (_WHENS[watch.when],) if watch.when in _WHENS else (),
            *_terms(watch),
            _pinged(watch),
        )
    )


def _label(status: WatchStatus) -> str:
    return f"{status.watch.id} · {status.place} · {status.subject}"


def _entry(status: WatchStatus) -> Entry:
    watch = status.watch
    about = {"watch": str(watch.id)}
    test = EntryCommand(label="Test", command="watch test", options={**about, "ping": "no"})  # all: no form is needed
    edit = EntryCommand(label="Edit", command="watch edit", options=about)
    remove = EntryCommand(label="Remove", command="watch remove", options=about)
    commands = (test,) if watch.id == FROM_SETTINGS else (edit, test, remove)
    return Entry((watch_line(status), *_warnings(status)), commands=commands)


def _occasions(watch: Watch) -> str:
    """Return what a watch posts about: ``it or an account is full or has room, and when something is wrong``."""
    match watch.tell:
        case Tell.STUCK:
            return "a job seems stuck"
        case Tell.HEALTH:
            return "an account can't be used" if watch.account is None else "it can't be used"
    provider = "it" if watch.provider is not None else "a provider"
    whose = {Tell.PROVIDER: f"all of {provider}", Tell.ACCOUNTS: "an account"}
    who = "it" if watch.account is not None else whose.get(watch.tell, f"{provider} or an account")
    return f"{who} {_SLOTS[watch.when]}, and when something is wrong"


def _without_role(watch: Watch) -> Line:
    """Return how to make a watch ping, if it would ping but names no role."""
    if watch.role is not None or watch.ping is Ping.NOBODY:
        return ()
    return ("To ping a ", PlatformWord.ROLE, ": ", CommandName("watch edit", f"watch:{watch.id} role:"))


def _instead(status: WatchStatus) -> Line:
    if not status.instead_of:
        return ()
    wider = ["the watch from the settings" if one == FROM_SETTINGS else f"watch {one}" for one in status.instead_of]
    about = _OF[status.watch.tell] if status.watch.account is None and status.watch.tell in _OF else "For "
    return (f"{about}{clean(status.subject, SUBJECT_LENGTH)} it posts instead of {listed(wider)}.",)


def _pinged(watch: Watch) -> Line:
    if watch.pinged_role is None:
        return ("pings nobody: no ", PlatformWord.ROLE, " is set") if watch.ping is Ping.ANY_FULL else ("pings nobody",)
    pings = ("pings ", role(watch.pinged_role))
    if watch.tell is Tell.STUCK:
        return pings
    if watch.tell is Tell.HEALTH:
        return (*pings, " when one can't be used")
    if not pings_for_slots(watch):
        return (*pings, " only where a person must act")
    return (*pings, " when it is full" if watch.account is not None else _PINGS[watch.ping])


def _terms(watch: Watch) -> Iterable[Line]:
    """Yield the terms that differ from the defaults."""
    if watch.hold:
        yield (f"ignores anything shorter than {typed_span(watch.hold)}",)
    if watch.warn is not None:
        yield (f"alert at {amount(watch.warn)} free",)
    if watch.quota is not None:
        yield (f"alert at {watch.quota}% of a quota used",)
    if watch.quiet is not None:
        yield "quiet ", Code(str(watch.quiet))
    if watch.style is Style.EDIT:
        yield ("edits one message",)


def _warnings(status: WatchStatus) -> Iterable[Line]:
    lacks = warning_lines(status.missing, REASON_LENGTH)
    return (*lacks, *status.muted, *(((status.unheard,),) if status.unheard is not None else ()))


def _level(shown: Iterable[WatchStatus]) -> Level:
    return Level.TIGHT if any(one.missing or one.muted for one in shown) else Level.FREE
