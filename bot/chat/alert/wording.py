"""An alert as a message: a headline that reads well on a locked phone, and a card for each provider with the rest."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part
from bot.alerts.board_content import BoardContent
from bot.alerts.slot_notice import SlotNotice
from bot.chat.alert.alert_buttons import alert_buttons
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.headline import headline, part_title, pool
from bot.chat.alert.news_lines import news_listing, provider_lines
from bot.chat.alert.news_words import Reading, by_urgency, is_over, level, reading
from bot.chat.alert.offer_wording import offer_card
from bot.chat.message import Card, Level, Message, paragraph
from bot.chat.spans import Code, Line, Strong, clock, member, role
from bot.chat.wording.account_names import Naming
from bot.chat.wording.alert_id import alert_footer
from bot.chat.wording.text import amount, duration
from bot.subscriptions.topic import Condition, TopicKind

PROVIDERS = 10
"""Maximum number of providers that get a card of their own."""

ROOM_NAMED = 3
"""Maximum number of accounts that are named as the place to go instead."""

BoardWording: TypeAlias = Callable[[BoardContent, str], Message]
"""Words what a board shows; told the key of the alert."""


class AlertWording:
    """Words alerts.

    Args:
        names: What providers and accounts are called.
        board: Words the content of boards.
    """

    def __init__(self, names: AlertNames, *, board: BoardWording) -> None:
        self._names = names
        self._board = board

    def message(self, alert: Alert) -> Message:
        """Return an alert's message. Its last card has the footer of ``alert_footer``."""
        if isinstance(alert.content, BoardContent):
            return self._board(alert.content, alert.key)
        *others, last = _cards(alert.content, alert.at, self._names)
        end = (paragraph(_left_out(alert.parts[PROVIDERS:], self._names)), paragraph(_muted(alert)))
        last = replace(last, body=(*last.body, *end), footer=alert_footer(alert.key))
        return Message(
            headline=headline(alert, self._names),
            pings=(*map(role, alert.roles), *map(member, alert.members)),
            cards=(*others, last),
            actions=alert_buttons(alert, self._names.accounts.mark),
        )


def _cards(content: Changes | Drill | SlotNotice, at: datetime, names: AlertNames) -> list[Card]:
    match content:
        case Drill():
            return [_drill_card(at)]
        case SlotNotice():
            return [offer_card(content, at, names)]
        case Changes(parts=parts):
            return [_part_card(part, names) for part in parts[:PROVIDERS]]


def _drill_card(at: datetime) -> Card:
    said: Line = ("Somebody tried with ", Code("/watch test"), " whether alerts arrive here. They do.")
    return Card(title="Drill · nothing happened", body=(paragraph(said),), at=at)


def _part_card(part: Part, names: AlertNames) -> Card:
    naming = names.of_part(part)
    own = [news for news in part.news if news.topic.kind is TopicKind.PROVIDER]
    others = by_urgency(news for news in part.news if news.topic.kind is not TopicKind.PROVIDER)
    below = [line for news in own for line in provider_lines(news, names.accounts)]
    return Card(
        title=part_title(part, names),
        body=(
            paragraph(() if part.digest is None else _digest(part.digest, part)),
            news_listing(others, naming),
            paragraph(_room(part, naming), *below),
        ),
        level=_level(part),
        at=part.at,
        subject=names.provider(part.provider),
    )


def _digest(digest: Digest, part: Part) -> Line:
    """Say why this is a summary, and how things are."""
    now = f" {pool(part)}." if part.total else ""
    match digest.cause:
        case Cause.QUIET_OVER:
            return (f"Quiet hours are over.{now}",)
        case Cause.AWAY if digest.since is not None:
            gone = duration((digest.until or part.at) - digest.since)
            gap = f" for {gone}: what happened in between shows only in part.{now}"
            return ("Nothing was seen from ", clock(digest.since), gap)
        case Cause.AWAY:
            return (f"Nothing was seen for a while: what happened then shows only in part.{now}",)
        case Cause.LATE:
            return ("Could not be told in time; as of ", clock(part.at), f".{now}")


def _room(part: Part, naming: Naming) -> Line:
    """Name where to go instead, where something is full or low just now; nothing that the message's news belie."""
    wanting = [news for news in part.news if reading(news) in {Reading.PLAIN, Reading.SETTLED}]
    told = {news.what for news in wanting}
    if not told & {Condition.FULL, Condition.LOW}:
        return ()
    full = {news.topic.account for news in wanting if news.what is Condition.FULL}
    places = [room for room in part.room if room.account not in full]
    if not places:
        freed = Condition.FREED in told or any(map(is_over, part.news))
        none = Condition.FULL in told and not (freed or part.room or part.free)
        return ("No other account is known to have room.",) if none else ()
    said: Line = ()
    for room in places[:ROOM_NAMED]:
        said = (*said, ", " if said else "Room: ", Strong(naming.name(room.account)), f" {amount(room.free)} free")
    left = len(places) - ROOM_NAMED
    return (*said, f", and {amount(left)} more") if left > 0 else said


def _left_out(parts: Sequence[Part], names: AlertNames) -> Line:
    left = ", ".join(names.provider(part.provider) for part in parts)
    return (f"and {amount(len(parts))} more: {left}",) if parts else ()


def _muted(alert: Alert) -> Line:
    mute = alert.muted
    return () if mute is None else ("🔕 Muted by ", member(mute.by), " until ", clock(mute.until))


def _level(part: Part) -> Level:
    """Return the worst level; amber where an account is full and another free again."""
    levels = {level(news) for news in part.news}
    freed = any(news.what is Condition.FREED and level(news) is Level.FREE for news in part.news)
    if Level.FULL in levels and freed:
        return Level.TIGHT
    return next((one for one in (Level.FULL, Level.TIGHT, Level.FREE) if one in levels), Level.UNKNOWN)
