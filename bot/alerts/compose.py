"""From what changed in one look to the alerts that it owes: one for each channel that listens."""

import hashlib
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.capacity.changes import Reason, Verdict
from bot.capacity.health import Failing, Returned
from bot.capacity.known import State
from bot.capacity.snapshot import Snapshot

ROOM_NAMED = 3
"""So many accounts with room are named beside a full one."""

KEY_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A channel that listens to every provider, and the role that is pinged there when an account is full."""

    channel: int
    role: int | None = None


def about_accounts(seen: Snapshot, verdicts: Iterable[Verdict], watches: Iterable[Watch]) -> tuple[Alert, ...]:
    """Compose what a good look owes: nothing, or one alert for each watch."""
    news = tuple(
        sorted((_news(verdict) for verdict in verdicts if verdict.is_told), key=lambda one: one.what is What.FREED)
    )
    if not news:
        return ()
    pings = any(one.what is What.FULL for one in news)
    return tuple(
        Alert(
            key=_key(watch.channel, seen.provider, seen.at, "accounts"),
            channel=watch.channel,
            role=watch.role if pings else None,
            provider=seen.provider,
            at=seen.at,
            news=news,
            room=_room(seen),
        )
        for watch in watches
    )


def about_outage(provider: str, event: Failing | Returned, at: datetime, watches: Iterable[Watch]) -> tuple[Alert, ...]:
    """Compose what a provider's outage or return owes: one alert for each watch."""
    if isinstance(event, Failing):
        outage = Outage(over=False, sentence=event.sentence, since=event.since)
    else:
        outage = Outage(over=True, lasted=event.lasted)
    return tuple(
        Alert(
            key=_key(watch.channel, provider, at, "outage"),
            channel=watch.channel,
            role=None,
            provider=provider,
            at=at,
            outage=outage,
        )
        for watch in watches
    )


def _news(verdict: Verdict) -> News:
    account = verdict.account
    freed = verdict.reason is Reason.FREED
    return News(
        account=account.name,
        what=What.FREED if freed else What.FULL,
        in_use=account.in_use,
        limit=account.total,
        inferred=account.inferred,
        lasted=verdict.lasted if freed else None,
        lasted_witnessed=freed and verdict.lasted_witnessed,
    )


def _room(seen: Snapshot) -> tuple[Room, ...]:
    free = (account for account in seen.accounts if account.state is State.FREE and account.free)
    return tuple(Room(account=account.name, free=account.free or 0) for account in list(free)[:ROOM_NAMED])


def _key(*parts: object) -> str:
    """Make a key that the same look, composed again, would get again."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return b32encode(digest).decode().lower()[:KEY_LENGTH]
