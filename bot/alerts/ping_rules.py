"""How loud a message tells of one topic: posted silently, with Discord's sound, or with a ping of the watch's role."""

from datetime import datetime, timedelta

from bot.alerts.alert_state import AlertState
from bot.alerts.news import Loudness, LoudnessReason, News
from bot.subscriptions.topics_and_conditions import POOL, SLOTS, Condition, Topic, TopicKind, account_topic
from bot.subscriptions.watch import Ping, Watch

PING_AGAIN_AFTER = timedelta(minutes=30)
"""How long after a ping about a provider's slots no other follows: on a busy day it fills up again within minutes, and
whoever was pinged knows already that slots are scarce."""


def loudness_of(
    news: News, state: AlertState, watch: Watch, at: datetime, *, summary: bool
) -> tuple[Loudness, LoudnessReason]:
    """Return how loud news is told, and why.

    Args:
        news: What is told.
        state: What the channel was told of the topic, and what has happened since.
        watch: The watch that speaks for it.
        at: The moment of the look.
        summary: Whether the message is a summary.
    """
    if (silent := _why_silent(news, state, watch, summary=summary)) is not None:
        return Loudness.SILENT, silent
    if news.is_flapping:
        # It stands for many changes, of which none by itself is worth a ping.
        return Loudness.SOUND, LoudnessReason.FLAPPING
    if summary and not news.details.needs_person:
        # It tells what has been the case for a while; the next incident pings.
        return Loudness.SOUND, LoudnessReason.SUMMARY
    if not pings_for(watch, news.what, needs_person=news.details.needs_person):
        nobody = watch.ping is Ping.NOBODY
        return Loudness.SOUND, LoudnessReason.PINGS_NOBODY if nobody else LoudnessReason.NOT_URGENT
    lately = _was_pinged_lately(state, at)
    if watch.role is None:
        return Loudness.SOUND if lately else Loudness.PING, LoudnessReason.NO_ROLE
    return (Loudness.SOUND, LoudnessReason.PINGED_LATELY) if lately else (Loudness.PING, LoudnessReason.PINGED)


def pings_for(watch: Watch, what: Condition, *, needs_person: bool = False) -> bool:
    """Return whether a watch pings its role for a condition; for a failure only where a person must act."""
    if watch.ping is Ping.NOBODY:
        return False
    match what:
        case Condition.FULL:
            return watch.account is not None or watch.ping is Ping.ANY_FULL
        case Condition.NOTHING_FREE | Condition.LOW | Condition.STUCK:
            return True
        case Condition.SILENT | Condition.UNUSABLE:
            return needs_person
        case _:
            return False  # nobody has to act at once


def pings_for_slots(watch: Watch) -> bool:
    """Return whether a watch would ping its role for any condition of slots or jobs."""
    of_account = account_topic(watch.account or "")
    of_job = Topic(kind=TopicKind.JOB, account=watch.account or "")
    return any(
        watch.follows(topic) and watch.asks(what) and pings_for(watch, what)
        for topic, what in (
            (of_account, Condition.FULL),
            (SLOTS, Condition.NOTHING_FREE),
            (POOL, Condition.LOW),
            (of_job, Condition.STUCK),
        )
    )


def is_rationed(news: News) -> bool:
    """Return whether this ping counts towards ``PING_AGAIN_AFTER``: it tells of a provider's slots."""
    return news.loudness is Loudness.PING and news.topic.kind in {TopicKind.SLOTS, TopicKind.POOL}


def _why_silent(news: News, state: AlertState, watch: Watch, *, summary: bool) -> LoudnessReason | None:
    """Return why news is posted silently; None if it is not."""
    if _is_posted_silently(watch, news.topic):
        return LoudnessReason.ONE_ACCOUNT
    if summary or news.is_flapping:
        return None
    if news.details.is_all_offered and not news.what.opens:
        # The slots are of use only to those who waited, and these are told by name.
        return LoudnessReason.OFFERED
    return LoudnessReason.NEVER_HEARD_FREE if state.unheard and news.what.opens else None


def _is_posted_silently(watch: Watch, topic: Topic) -> bool:
    """Return True for a single account of a watched provider: others may have room, so nobody has to act."""
    return topic.kind is TopicKind.ACCOUNT and watch.account is None and watch.ping is not Ping.ANY_FULL


def _was_pinged_lately(state: AlertState, at: datetime) -> bool:
    # A moment yet to come is from before the clock was set back.
    return state.pinged_at is not None and timedelta() <= at - state.pinged_at < PING_AGAIN_AFTER
