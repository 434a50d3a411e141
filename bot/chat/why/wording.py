"""Answers to ``/why``: what was seen, and what became of the alert's message."""

from collections.abc import Mapping
from datetime import timedelta

from bot.alerts.alert import Alert, Changes, Drill
from bot.alerts.board_content import BoardContent
from bot.alerts.greeting import Greeting
from bot.alerts.news import Withheld, WithheldBecause
from bot.alerts.slot_notice import SlotNotice
from bot.alerts.usage_content import UsageContent
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.headline import plain_headline
from bot.chat.alert.news_words import by_urgency
from bot.chat.feature import CHOICE_LENGTH
from bot.chat.level_signs import Level
from bot.chat.message import Block, Card, Message, Section, paragraph
from bot.chat.text_spans import Line, Link, exact
from bot.chat.why.news_explanation import hindrance, news_paragraph
from bot.chat.wording.alert_id import short_id
from bot.chat.wording.durations import typed_span
from bot.chat.wording.given_up import given_up_reason
from bot.chat.wording.text import REASON_LENGTH, amount, clip, count, duration
from bot.delivery.stored_alerts import StoredAlert
from bot.platforms.platform_words import CommandName

LISTED = 10
"""Maximum number of topics explained."""

_A_MINUTE = timedelta(minutes=1)

_NOT_SENT: Mapping[WithheldBecause, str] = {
    WithheldBecause.PAUSED: "paused",
    WithheldBecause.MUTED: "muted",
    WithheldBecause.QUIET: "quiet hours",
    WithheldBecause.NOT_ASKED: "not asked for",
    WithheldBecause.TOO_SHORT: "too short",
}
"""Why an alert was not sent, in suggestions; ``hindrance`` words it at length."""


def why_message(stored: StoredAlert, names: AlertNames, url: str | None) -> Message:
    """Explain an alert.

    Args:
        stored: The alert, and what became of it.
        names: The names of providers and accounts.
        url: The URL of its message, if it has one.
    """
    alert = stored.alert
    delivery = _delivery(stored, names, url) if stored.withheld is None else _not_sent(stored.withheld, alert)
    card = Card(
        title=f"Details · {plain_headline(alert, names)}",
        body=_seen(alert, names),
        sections=(Section(title="Delivery", body=paragraph(*delivery)),),
        level=_level(stored),
        at=alert.at,
        footer=f"alert {short_id(alert.key)}",
    )
    return Message(cards=(card,), private=True)


def why_choice(stored: StoredAlert, names: AlertNames) -> str:
    """Return an alert's label in suggestions: ``abcd1234 · MiniMax: studio-a is full · not sent: muted``."""
    id_, fate = short_id(stored.alert.key), _fate(stored)
    left = CHOICE_LENGTH - len(f"{id_} ·  · {fate}")
    return f"{id_} · {clip(plain_headline(stored.alert, names), left)} · {fate}"


def _seen(alert: Alert, names: AlertNames) -> tuple[Block, ...]:
    match alert.content:
        case Drill():
            return (
                paragraph(
                    ("Somebody tried with ", CommandName("watch test"), " whether alerts arrive; nothing was seen.")
                ),
            )
        case SlotNotice():
            return (
                paragraph(("Somebody had asked with ", CommandName("notify me"), " to be told when there is room.")),
            )
        case BoardContent(id=number):
            return (paragraph((f"It shows board {number}, which is kept up to date.",)),)
        case UsageContent():
            return (paragraph(("Somebody had asked for it with ", CommandName("report every"), ".")),)
        case Greeting():
            why = "The settings name this channel for alerts, so it is told once what is watched. "
            return (paragraph((why, CommandName("watch list"), " says what else it hears.")),)
        case Changes(parts=parts):
            said = [(news, part) for part in parts for news in by_urgency(part.news)]
            blocks = [news_paragraph(news, part, names.of_part(part), names) for news, part in said[:LISTED]]
            left = len(said) - LISTED
            blocks += [paragraph((f"and {amount(left)} more",))] if left > 0 else []
            return tuple(blocks) or (paragraph(("Nothing had changed.",)),)


def _delivery(stored: StoredAlert, names: AlertNames, url: str | None) -> list[Line]:
    lines: list[Line] = []
    tried: Line = ()
    if stored.attempted_at is not None and (stored.attempts > 1 or stored.told_at is None):
        tried = (f"{count(stored.attempts, 'attempt')}, the last at ", exact(stored.attempted_at), ".")
    if stored.told_at is not None:
        took = _span(stored.told_at - stored.owed_at)
        lines += [("Posted at ", exact(stored.told_at), f", {took} after it was seen."), tried, _message(stored, url)]
    if stored.edited_at is not None:
        lines.append(("Last edited at ", exact(stored.edited_at), "."))
    if stored.given_up_at is not None and stored.continued_in is None:
        reason = names.accounts.shown(given_up_reason(stored.reason) or "the reason is not known", REASON_LENGTH)
        lines += [("Not posted, given up at ", exact(stored.given_up_at), ": ", reason), tried]
    if stored.continued_in is not None:
        how = "Posted as part of" if stored.told_at is None else "It goes on in"
        lines.append((f"{how} another alert, id {short_id(stored.continued_in)}.",))
    if stored.told_at is None and stored.given_up_at is None:
        lines += [("Not posted yet; the bot keeps trying.",), tried]
    return [line for line in lines if line]


def _message(stored: StoredAlert, url: str | None) -> Line:
    if stored.alert.private_notice is not None:
        return ("Only the member who waits can see it.",)
    if stored.message_id is None:
        return ("The message was deleted.",)
    return () if url is None else (Link("To the message", url),)


def _not_sent(withheld: Withheld, alert: Alert) -> list[Line]:
    hold = max((news.hold for part in alert.parts for news in part.news), default=timedelta())
    if withheld.why is WithheldBecause.TOO_SHORT and hold:
        return [(f"Not sent: anything shorter than {typed_span(hold)} is ignored.",)]
    return [("Not sent: ", *hindrance(withheld, alert.at), ".")]


def _span(span: timedelta) -> str:
    return duration(span) if span >= _A_MINUTE else f"{max(span.total_seconds(), 0):.2f} s"


def _fate(stored: StoredAlert) -> str:
    """Return what became of an alert, in at most 40 characters."""
    if stored.withheld is not None:
        return f"not sent: {_NOT_SENT[stored.withheld.why]}"
    if stored.told_at is not None:
        return "posted"
    if stored.continued_in is not None:
        return f"posted with {short_id(stored.continued_in)}"
    return "not posted yet" if stored.given_up_at is None else "given up"


def _level(stored: StoredAlert) -> Level:
    """Return green for posted, amber for pending, red for given up; grey for withheld or part of another alert."""
    if stored.told_at is not None:
        return Level.FREE
    if stored.withheld is not None or stored.continued_in is not None:
        return Level.UNKNOWN
    return Level.TIGHT if stored.given_up_at is None else Level.FULL
