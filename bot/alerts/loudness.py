"""How loud a message tells of one topic: posted silently, with Discord's sound, or with a ping of the watch's role."""

from datetime import datetime, timedelta

from bot.alerts.alert_state import AlertState
from bot.alerts.news import Loudness, News
from bot.subscriptions.topic import Topic, TopicKind
from bot.subscriptions.watch import Ping, Watch

PING_AGAIN_AFTER = timedelta(minutes=30)
"""How long one ping about a provider's slots stands for those that follow: on a busy day it fills up again within
minutes, and whoever was pinged knows already that it is tight."""


def loudness_of(news: News, state: AlertState, watch: Watch, at: datetime) -> Loudness:
    """Return how loud news is told.

    Args:
        news: What is told.
        state: What the channel was told of the topic, and what has happened since.
        watch: The watch that speaks for it.
        at: The moment of the look.
    """
    if _is_posted_silently(watch, news.topic):
        return Loudness.SILENT
    if news.flaps is not None and news.flaps.over is None:
        return Loudness.SOUND  # it stands for many changes, of which none by itself is worth a ping
    if not news.what.opens:
        return Loudness.SILENT if _ends_silently(news, state) else Loudness.SOUND
    if _was_aloud_lately(state, at):
        return Loudness.SILENT
    return Loudness.PING if watch.pings_for(news.what, needs_person=news.details.needs_person) else Loudness.SOUND


def is_rationed(news: News) -> bool:
    """Return whether telling this aloud makes the next such news silent: it opens an incident of a provider's slots."""
    of_slots = news.topic.kind in {TopicKind.SLOTS, TopicKind.POOL}
    return of_slots and news.what.opens and news.loudness is not Loudness.SILENT and news.flaps is None


def _is_posted_silently(watch: Watch, topic: Topic) -> bool:
    """Return True for a single account of a watched provider: others may have room, so nobody has to act."""
    return topic.kind is TopicKind.ACCOUNT and watch.account is None and watch.ping is not Ping.ANY_FULL


def _was_aloud_lately(state: AlertState, at: datetime) -> bool:
    # A moment yet to come is from before the clock was set back.
    return state.aloud_at is not None and timedelta() <= at - state.aloud_at < PING_AGAIN_AFTER


def _ends_silently(news: News, state: AlertState) -> bool:
    """Return whether an end is told as silently as its beginning was, unless people have waited long for it."""
    if state.aloud_at is None or state.previous_since is None or state.aloud_at >= state.previous_since:
        return False
    return news.lasted is None or news.lasted < PING_AGAIN_AFTER
