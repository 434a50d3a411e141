"""Alerts that could not be told in time, folded into one: what is true now and how often it changed, not a replay."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts.alert import Alert, Cause, Changes, Digest, Part
from bot.alerts.alert_composition import by_urgency, key_of
from bot.alerts.news import Loudness, News, Reason
from bot.errors import SharedCause
from bot.subscriptions.mute import Mute
from bot.subscriptions.topics_and_conditions import Condition, Topic, TopicKind

FOLD_AFTER = timedelta(minutes=30)
"""How long alerts may be owed to a channel before they are folded."""

_UNUSABLE = frozenset({Condition.UNUSABLE, Condition.OUT_OF_CREDITS})


def summarise(alerts: Sequence[Alert], cause: Cause | None) -> Alert:
    """Fold the alerts of one channel, the oldest first, into one.

    Each topic is told once, as it was last, with the number of its changes. Roles are pinged for what is under way.

    Args:
        alerts: At least one, all of them about changes.
        cause: Why they are folded; None to keep the cause that they name themselves, if any.
    """
    newest = alerts[-1]
    providers: dict[str, list[Part]] = {}
    for alert in alerts:
        for part in alert.parts:
            providers.setdefault(part.provider, []).append(part)
    parts = tuple(_fold_parts(several, cause) for several in providers.values())
    open_now = _open_topics(parts)
    pinged = (role for alert in alerts if open_now & _pinging_topics(alert) for role in alert.roles)
    return Alert(
        key=key_of(newest.channel, *(alert.key for alert in alerts), "folded"),
        channel=newest.channel,
        at=newest.at,
        roles=tuple(dict.fromkeys(pinged)),
        content=Changes(parts=parts),
        silent=all(alert.silent for alert in alerts),
        muted=_longest(alert.muted for alert in alerts),
    )


def is_summary_due(alerts: Sequence[Alert], cause: Cause | None) -> bool:
    """Return whether the waiting alerts of one channel are told as a summary.

    Several are. So is a single late one, which would tell the past as if it were now, unless it says so or is over.
    """
    if len(alerts) != 1 or cause is not Cause.LATE:
        return len(alerts) > 1
    says_now = (part for part in alerts[0].parts if part.digest is None or part.digest.cause is not Cause.LATE)
    return any(not part.news or any(news.closed is None for news in part.news) for part in says_now)


def as_posted(alert: Alert) -> Alert:
    """Return an alert as it is posted: nobody is pinged, or hears a sound, for what is over by now.

    Only the post differs: edits of a message go on to name the roles that it pinged.
    """
    over = [news.closed is not None or news.reason is Reason.EDITED for news in _news(alert)]
    if not any(over):
        return alert
    pings = _open_topics(alert.parts) & _pinging_topics(alert)
    return replace(alert, roles=alert.roles if pings else (), silent=alert.silent or all(over))


def shared_failure(alert: Alert) -> tuple[Condition, SharedCause] | None:
    """Return the condition and cause of a failure that providers share; None if the alert tells of anything else."""
    told = {(news.what, news.details.shared) for part in alert.parts for news in part.news}
    if len(told) != 1 or any(part.digest is not None for part in alert.parts):
        return None
    ((what, cause),) = told
    return None if cause is None else (what, cause)


def join_told(told: Alert, told_at: datetime, later: Alert) -> Alert | None:
    """Return an alert that was told, extended by more providers that fail for the same cause.

    None if they need a message of their own: the first is about anything else, or over; it told of one of them
    before; it pinged fewer roles; or useapi.net may have been within reach meanwhile.

    Args:
        told: What the message says.
        told_at: When it was posted.
        later: The alert about the others.
    """
    failure = shared_failure(told)
    if failure is None or failure != shared_failure(later) or not any(map(_is_open, _news(told))):
        return None
    if any(news.flaps is not None for news in (*_news(told), *_news(later))):
        return None
    if {part.provider for part in told.parts} & {part.provider for part in later.parts}:
        return None
    _, cause = failure
    # A refused token fails everywhere; of two providers out of reach, one may have a reason of its own.
    at_once = all(news.since <= told_at for news in _news(later))
    if not {*later.roles} <= {*told.roles} or (cause is SharedCause.UNREACHABLE and not at_once):
        return None
    return replace(told, at=later.at, content=Changes(parts=(*told.parts, *later.parts)))


def _news(alert: Alert) -> Iterable[News]:
    return (news for part in alert.parts for news in part.news)


def _fold_parts(parts: Sequence[Part], cause: Cause | None) -> Part:
    newest = max(reversed(parts), key=lambda part: part.at)  # an edit may have made an earlier one the newest
    last: dict[Topic, News] = {}
    for part in parts:
        for news in part.news:
            before = last.get(news.topic)
            now = news if part.at == newest.at else _renewed(news, newest)
            last[news.topic] = (
                now if before is None else replace(now, changes=before.changes + news.changes, before=before.before)
            )
    broken = {news.topic.account for news in last.values() if news.what in _UNUSABLE and news.closed is None}
    told = (replace(one, disproved=one.disproved or _is_of_room(one, broken)) for one in last.values())
    return replace(
        newest,
        # Forecasts count from a moment that has passed by now.
        news=by_urgency(replace(news, frees=None) for news in told),
        digest=_digest(parts, cause) or next((one.digest for one in reversed(parts) if one.digest is not None), None),
    )


def _renewed(news: News, newest: Part) -> News:
    """Return news of an earlier look, brought up to date with what the newest part shows of its topic."""
    if news.closed is not None or news.is_flapping or not newest.total:
        return news
    if news.topic.kind in {TopicKind.SLOTS, TopicKind.POOL}:
        few = newest.free <= (news.details.warn or 0)
        details = replace(news.details, in_use=newest.total - newest.free, limit=newest.total)
        return replace(news, disproved=few is not news.what.opens, details=details)
    if news.what not in {Condition.FULL, Condition.FREED}:
        return news
    free = {room.account: room.free for room in newest.room}
    if (own := free.get(news.topic.account)) is None:
        # Only some accounts with room are named: if others have slots, too, this one may be among them.
        disproved = news.what is Condition.FREED and sum(free.values()) >= newest.free
        details = replace(news.details, limit=None) if news.what is Condition.FREED else news.details
        return replace(news, disproved=disproved, details=details)
    limit = news.details.limit
    details = news.details if limit is None else replace(news.details, in_use=max(limit - own, 0))
    return replace(news, disproved=news.what is Condition.FULL, details=details)


def _is_of_room(news: News, accounts: Collection[str]) -> bool:
    return news.what is Condition.FREED and news.topic.account in accounts


def _digest(parts: Sequence[Part], cause: Cause | None) -> Digest | None:
    return None if cause is None else Digest(cause=cause, since=min(part.at for part in parts))


def _is_open(news: News) -> bool:
    return news.what.opens and news.closed is None


def _open_topics(parts: Iterable[Part]) -> set[tuple[str, Topic]]:
    return {(part.provider, news.topic) for part in parts for news in part.news if _is_open(news)}


def _pinging_topics(alert: Alert) -> set[tuple[str, Topic]]:
    """Return the topics that an alert pings for: any that opens an incident, if an older version stored the alert."""
    return {
        (part.provider, news.topic)
        for part in alert.parts
        for news in part.news
        if news.what.opens and news.loudness in {Loudness.PING, None}
    }


def _longest(mutes: Iterable[Mute | None]) -> Mute | None:
    return max((mute for mute in mutes if mute is not None), key=lambda mute: mute.until, default=None)
