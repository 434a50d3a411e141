"""From what changed in one look to the alerts that it owes: one for each channel that listens."""

import hashlib
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.alerts.watch import Watch
from bot.capacity.changes import Reason, Verdict
from bot.capacity.health import Failing, Returned
from bot.capacity.known import State
from bot.capacity.snapshot import Snapshot

ROOM_NAMED = 3
"""So many accounts with room are named beside a full one."""

KEY_LENGTH = 20


def about_accounts(seen: Snapshot, verdicts: Iterable[Verdict], watches: Iterable[Watch]) -> tuple[Alert, ...]:
    """Compose what a good look owes: nothing, or one alert for each channel with what its watches hear of it."""
    told = sorted((_news(verdict) for verdict in verdicts if verdict.is_told), key=lambda one: one.what is What.FREED)
    room = _room(seen)
    alerts = []
    for channel, listening in _channels(watches, seen.provider).items():
        hears = {
            watch: [one for one in told if watch.hears(seen.provider, one.account, one.what)] for watch in listening
        }
        news = tuple(one for one in told if any(one in heard for heard in hears.values()))
        pinged = (watch.role for watch, heard in hears.items() if any(one.what is What.FULL for one in heard))
        if news:
            alerts.append(
                Alert(
                    key=key_of(channel, seen.provider, seen.at, "accounts"),
                    channel=channel,
                    roles=tuple(dict.fromkeys(role for role in pinged if role is not None)),
                    provider=seen.provider,
                    at=seen.at,
                    news=news,
                    room=room,
                )
            )
    return tuple(alerts)


def about_outage(provider: str, event: Failing | Returned, at: datetime, watches: Iterable[Watch]) -> tuple[Alert, ...]:
    """Compose what a provider's outage or return owes: one alert for each channel that listens to it."""
    if isinstance(event, Failing):
        outage = Outage(over=False, sentence=event.sentence, since=event.since)
    else:
        outage = Outage(over=True, lasted=event.lasted)
    return tuple(
        Alert(key=key_of(channel, provider, at, "outage"), channel=channel, provider=provider, at=at, outage=outage)
        for channel in _channels(watches, provider)
    )


def _channels(watches: Iterable[Watch], provider: str) -> dict[int, list[Watch]]:
    """Gather who listens to a provider by channel: what one look changes is one message there."""
    channels: dict[int, list[Watch]] = {}
    for watch in watches:
        if watch.listens_to(provider):
            channels.setdefault(watch.channel, []).append(watch)
    return channels


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


def key_of(*parts: object) -> str:
    """Make a key that the same cause, composed again, would get again."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return b32encode(digest).decode().lower()[:KEY_LENGTH]
