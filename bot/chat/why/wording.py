"""Answers to ``/why``: what was seen, and what became of the alert's message."""

from collections.abc import Mapping

from bot.alerts.alert import Alert, Changes, Drill, Greeting, UsageContent
from bot.alerts.news import WithheldBecause
from bot.alerts.slot_notice import SlotNotice
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.headline import plain_headline
from bot.chat.alert.interpreted_news import by_urgency, part_level
from bot.chat.command_options import CHOICE_LENGTH
from bot.chat.message import Block, Card, Message, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.why.delivery_explanation import delivery_lines
from bot.chat.why.news_explanation import news_paragraph
from bot.chat.wording.alert_words import short_id
from bot.chat.wording.numbers_and_lists import amount
from bot.chat.wording.text_cleaning import clip
from bot.delivery.stored_alerts import StoredAlert
from bot.platforms import CommandName

LISTED = 10
"""Maximum number of topics explained."""

_NOT_SENT: Mapping[WithheldBecause, str] = {
    WithheldBecause.PAUSED: "paused",
    WithheldBecause.MUTED: "muted",
    WithheldBecause.QUIET: "quiet hours",
    WithheldBecause.NOT_ASKED: "not asked for",
    WithheldBecause.TOO_SHORT: "too short",
    WithheldBecause.COUNTED: "kept changing",
}
"""Why an alert was not posted, in suggestions; ``hindrance`` words it at length."""


def why_message(stored: StoredAlert, names: AlertNames, url: str | None) -> Message:
    """Explain an alert.

    Args:
        stored: The alert, and what became of it.
        names: The names of providers and accounts.
        url: The URL of its message, if it has one.
    """
    alert = stored.alert
    card = Card(
        title=f"Details · {_subject(alert, names)}",
        body=(*_seen(alert, names), paragraph(*delivery_lines(stored, names, url))),
        level=_level(stored),
        at=alert.at,
        footer=f"alert {short_id(alert.key)}",
    )
    return Message(cards=(card,), private=True)


def why_choice(stored: StoredAlert, names: AlertNames) -> str:
    """Return an alert's label in suggestions: ``abcd1234 · MiniMax: studio-a is full · not posted: muted``."""
    id_, fate = short_id(stored.alert.key), _fate(stored)
    left = CHOICE_LENGTH - len(f"{id_} ·  · {fate}")
    return f"{id_} · {clip(plain_headline(stored.alert, names), left)} · {fate}"


def _subject(alert: Alert, names: AlertNames) -> str:
    """Return what an alert is about in a few words: its headline stands in the message already."""
    match alert.content:
        case Drill():
            return "a test"
        case SlotNotice(provider=provider):
            return f"waiting for {names.provider(provider)}"
        case BoardContent(id=number):
            return f"board {number}"
        case UsageContent():
            return "a report"
        case Greeting():
            return "what is watched"
        case Changes(parts=parts):
            return ", ".join(dict.fromkeys(names.provider(part.provider) for part in parts))


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


def _fate(stored: StoredAlert) -> str:
    """Return what became of an alert, in at most 40 characters."""
    if stored.withheld is not None:
        return f"not posted: {_NOT_SENT[stored.withheld.why]}"
    if stored.told_at is not None:
        return "posted"
    if stored.continued_in is not None:
        return f"posted with {short_id(stored.continued_in)}"
    return "not posted yet" if stored.given_up_at is None else "given up"


def _level(stored: StoredAlert) -> Level:
    """Return an alert's own level where it was posted; grey for withheld or part of another, else amber."""
    if stored.told_at is not None:
        return part_level(stored.alert.parts[0]) if stored.alert.parts else Level.FREE
    return Level.UNKNOWN if stored.withheld is not None or stored.continued_in is not None else Level.FAULTED
