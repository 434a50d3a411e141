"""Composes alerts from the news of single topics: a channel gets one message for all that a look shows."""

import hashlib
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.accounts.account_to_use import open_accounts
from bot.accounts.open_offers import NO_OFFERS, OpenOffers
from bot.accounts.snapshot import Snapshot
from bot.alerts.alert import Alert, Changes, Part, Room
from bot.alerts.news import Loudness, News
from bot.subscriptions.topics_and_conditions import Condition

ROOM_NAMED = 3
"""Maximum number of accounts with free slots that are named beside a full one."""

KEY_LENGTH = 20


def compose(
    key: str,
    channel: int,
    part: Part,
    roles: Iterable[int | None] = (),
    *,
    gathers_until: datetime | None = None,
) -> Alert:
    """Compose what one look at one provider owes to a channel.

    Args:
        key: The alert's key, as ``key_of`` makes it.
        channel: The channel that is told.
        part: What is told.
        roles: Whom to ping.
        gathers_until: Until when it waits for alerts of other providers; None if it does not.
    """
    return Alert(
        key=key,
        channel=channel,
        at=part.at,
        roles=tuple(dict.fromkeys(role for role in roles if role is not None)),
        content=Changes(parts=(part,)),
        gathers_until=gathers_until,
        silent=all(news.loudness is Loudness.SILENT for news in part.news),
    )


def tells_nothing_free(alert: Alert) -> bool:
    """Return whether an alert tells that a provider has no free slot."""
    return any(news.what is Condition.NOTHING_FREE for part in alert.parts for news in part.news)


def with_waiting(alert: Alert, waiting: int) -> Alert:
    """Return an alert about one provider, with the number of people who wait added to the news that nothing is free."""
    return replace(alert, content=Changes(parts=tuple(_with_waiting(part, waiting) for part in alert.parts)))


def _with_waiting(part: Part, waiting: int) -> Part:
    news = (
        replace(one, details=replace(one.details, waiting=waiting)) if one.what is Condition.NOTHING_FREE else one
        for one in part.news
    )
    return replace(part, news=tuple(news))


def by_urgency(news: Iterable[News]) -> tuple[News, ...]:
    """Sort news, most urgent first; those equally urgent stay in the order given."""
    return tuple(sorted(news, key=lambda one: one.what.urgency))


def part_of(seen: Snapshot, offers: OpenOffers = NO_OFFERS) -> Part:
    """Return what an alert says of a provider's slots, without news; slots on offer don't count as room."""
    left = open_accounts(seen, offers)[:ROOM_NAMED]
    return Part(
        provider=seen.provider,
        at=seen.at,
        room=tuple(Room(account=one.account.name, free=one.left) for one in left),
        free=seen.free,
        total=seen.total,
        unchecked=len(seen.unchecked),
        nothing_free=seen.nothing_free,
        offered=offers.slots,
        offered_to=offers.people,
    )


def key_of(*parts: object) -> str:
    """Return a key that is the same whenever an alert is composed from the same parts."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return b32encode(digest).decode().lower()[:KEY_LENGTH]
