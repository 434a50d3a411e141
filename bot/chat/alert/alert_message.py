"""An alert as a message: a headline that reads well on a locked phone, and a card for each provider with the rest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Greeting, Part, UsageContent
from bot.alerts.news import News
from bot.alerts.waiter_notice import NoticeKind, WaiterNotice
from bot.boards.board_content import BoardContent
from bot.chat.alert.alert_buttons import alert_buttons
from bot.chat.alert.alert_colours import part_level
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.card_lines import detail_line, news_listing, trouble_lines
from bot.chat.alert.headline import as_of, headline, is_summed_up
from bot.chat.alert.health_sentences import health_lines
from bot.chat.alert.news_phrases import free_of, slots, whole_line
from bot.chat.alert.news_state import Reading, is_over, reading
from bot.chat.alert.offer_wording import offer_card
from bot.chat.alert.provider_headline import tells_nothing_free
from bot.chat.alert.shared_failure import shared_card, shared_cause
from bot.chat.alert.told_news import standing, told_news, whole, without_outdated_counts
from bot.chat.board.board_message import board_message
from bot.chat.message import Block, Card, Entry, Message, has_text, paragraph
from bot.chat.report.wording import scheduled_message
from bot.chat.text_spans import Line, Strong, clock, member, role, until
from bot.chat.wording.account_names import Naming
from bot.chat.wording.numbers_and_lists import amount
from bot.platforms import CommandName
from bot.subscriptions.topics_and_conditions import Condition, TopicKind

PROVIDERS = 10
"""Maximum number of providers that get a card of their own."""

NOTED_FROM = timedelta(minutes=1)
"""Minimum time between a look and its post for the post to name the moment of the look."""


def alert_message(alert: Alert, names: AlertNames, now: datetime) -> Message:
    """Return an alert's message, as it is sent or edited at the moment ``now``."""
    alert = without_outdated_counts(alert)
    if alert.muted is not None and alert.muted.until <= now:
        alert = replace(alert, muted=None)
    if isinstance(alert.content, BoardContent):
        return board_message(alert.content, alert.key, names)
    if isinstance(alert.content, UsageContent):
        return scheduled_message(alert.content, alert.key, names)
    actions = alert_buttons(alert, names)
    if isinstance(alert.content, Greeting):
        return Message(headline=headline(alert, names), actions=actions)
    *before, last = _cards(alert, alert.content, names, alert.told_at or now) or [Card()]
    end = (paragraph(_left_out(alert.parts[PROVIDERS:], names)), paragraph(_muted(alert, now)))
    cards = (*before, replace(last, body=(*last.body, *end)))
    return Message(
        headline=headline(alert, names),
        pings=(*map(role, alert.roles), *map(member, alert.members)),
        # A title alone says no more than the headline.
        cards=tuple(card for card in cards if card.at is not None or any(map(has_text, card.body))),
        actions=actions,
    )


def _cards(alert: Alert, content: Changes | Drill | WaiterNotice, names: AlertNames, posted: datetime) -> list[Card]:
    """Return the cards, of which some may be empty."""
    match content:
        case Drill():
            said: Line = ("Sent by ", CommandName("watch test"), ".")
            return [Card(body=(paragraph(said),))]
        case WaiterNotice(kind=kind):
            card = offer_card(content, names, posted=posted)
            under_way = kind is NoticeKind.OFFER and content.outcome is None
            return [_dated(card, alert.at, posted) if under_way else card]
        case Changes(parts=parts) if shared_cause(parts) is not None:
            return [_dated_by_looks(shared_card(parts, names), parts, posted)]
        case Changes(parts=parts):
            alone = len(parts) == 1
            return [
                _dated_by_looks(_part_card(part, names, alone=alone), [part], posted, said=as_of(part, parts))
                for part in parts[:PROVIDERS]
            ]


def _dated_by_looks(card: Card, parts: Sequence[Part], posted: datetime, *, said: datetime | None = None) -> Card:
    """Return a card with the moment of its newest look, unless all is over or the moment is ``said`` elsewhere."""
    looked = max(part.at for part in parts)
    over = all(is_over(news) for part in parts for news in part.news)
    return card if over or looked == said else _dated(card, looked, posted)


def _dated(card: Card, looked: datetime, posted: datetime) -> Card:
    """Return a card that names the moment of a look, unless it was posted soon after the look."""
    return card if abs(posted - looked) < NOTED_FROM else replace(card, footer="Checked", at=looked)


def _part_card(part: Part, names: AlertNames, *, alone: bool) -> Card:
    """Return a provider's card: what the headline does not say; ``alone`` if the alert is about no other provider."""
    naming = names.of_part(part)
    news, overall = told_news(part), whole(part)
    headed = alone and tells_nothing_free(part) and overall is None
    if headed and len(full := [one for one in news if one.what is Condition.FULL and not is_over(one)]) == 1:
        news = [one for one in news if one is not full[0]]  # the headline names it
    only = alone and len(news) == 1 and not headed and not is_summed_up(part)
    about = [] if only or is_summed_up(part) else [one for one in news if one is overall]
    below = [detail_line(one, part, naming) for one in about]
    below += [line for one in news for line in trouble_lines(one, names.accounts, alone=only)]
    below += health_lines(news, part.provider, names)
    free = free_of(part)
    return Card(
        title="" if alone else f"{names.provider(part.provider)}{f' · {free}' if free else ''}",
        body=(
            paragraph(() if part.digest is None else _digest(part.digest)),
            _news(part, news, names, only=only),
            paragraph(_room(part, naming), *below),
        ),
        level=part_level(part),
        subject=names.provider(part.provider),
    )


def _news(part: Part, news: Sequence[News], names: AlertNames, *, only: bool) -> Block:
    """Return what the headline has no room for of its ``only`` piece of news, or a line for each of several."""
    naming = names.of_part(part)
    if only:
        return paragraph(*(detail_line(one, part, naming) for one in news))
    overall = whole(part)
    listed = [one for one in news if one is not overall]
    if overall is not None and is_over(overall):  # there is room again, so the free slots counted then are out of date
        listed = [
            replace(one, details=replace(one.details, limit=None)) if one.topic.kind is TopicKind.POOL else one
            for one in listed
        ]
    if 0 < part.free <= part.offered:  # the headline says of every free slot to whom it is offered
        listed = [replace(one, details=replace(one.details, offered=0)) for one in listed]
    listing = news_listing(listed, naming)
    # A summary's headline says how a provider is now, not what happened.
    line = whole_line(overall, names.provider(part.provider)) if overall is not None and is_summed_up(part) else ""
    last = (Entry(((line,),)),) if line else ()
    return replace(listing, entries=(*listing.entries, *last))


def _digest(digest: Digest) -> Line:
    """Return why this is a summary, unless the headline says it."""
    match digest.cause:
        case Cause.QUIET_OVER:
            return ()
        case Cause.AWAY if digest.since is not None and digest.until is not None:
            between = (clock(digest.since), " to ", clock(digest.until))
            return ("Not checked from ", *between, ": changes in between may be missing.")
        case Cause.AWAY if digest.since is not None:
            return ("Not checked from ", clock(digest.since), " on: changes in between may be missing.")
        case Cause.AWAY:
            return ("Not checked for a while: changes in between may be missing.",)
        case Cause.LATE:
            return ("This couldn't be posted in time.",)


def _room(part: Part, naming: Naming) -> Line:
    """Return where else there is room, if something is full or low, or was so in an alert that comes late."""
    wanting = [news for news in standing(part) if reading(news) in {Reading.PLAIN, Reading.SETTLED}]
    if not {news.what for news in wanting} & {Condition.FULL, Condition.LOW}:
        return ()
    full = {news.topic.account for news in wanting if news.what is Condition.FULL}
    places = [room for room in part.room if room.account not in full]
    if len(places) == 1 and places[0].free == part.free - part.offered:
        return ()  # the headline says how much is free, and where
    said: Line = ()
    when = "then" if part.digest is not None and part.digest.cause is Cause.LATE else "now"
    # Lines above say what is free on these.
    listed = {one.topic.account for one in told_news(part) if one.what is Condition.FREED and slots(one)}
    begins = f"Also free {when}: " if any(room.account in listed for room in places) else f"Free {when}: "
    for room in places:
        if room.account in listed:
            continue
        said = (*said, " · " if said else begins, Strong(naming.name(room.account)), f" {amount(room.free)}")
    elsewhere = part.free - part.offered - sum(room.free for room in part.room)
    return (*said, f" · {amount(elsewhere)} elsewhere") if said and elsewhere > 0 else said


def _left_out(parts: Sequence[Part], names: AlertNames) -> Line:
    left = ", ".join(names.provider(part.provider) for part in parts)
    return (f"and {amount(len(parts))} more: {left}",) if parts else ()


def _muted(alert: Alert, now: datetime) -> Line:
    mute = alert.muted
    return () if mute is None else ("🔕 Muted by ", member(mute.by), " ", *until(mute.until, now))
