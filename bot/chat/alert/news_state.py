"""How a piece of news reads by now: as it happened, over, flapping, settled."""

from enum import StrEnum

from bot.alerts.news import News
from bot.subscriptions.topics_and_conditions import OF_PROVIDERS


class Reading(StrEnum):
    """How a piece of news reads by now."""

    PLAIN = "plain"
    """As it happened."""

    OVER = "over"
    """Its incident has ended."""

    FLAPPING = "flapping"
    """Its topic keeps changing."""

    FLAPPED = "flapped"
    """Its topic kept changing, and what comes next is in another message."""

    SETTLED = "settled"
    """Its topic kept changing, and has settled."""


def reading(news: News) -> Reading:
    """Return how news reads by now."""
    if news.is_flapping:
        return Reading.FLAPPING if news.closed is None else Reading.FLAPPED
    if news.closed is not None and news.what.opens:
        return Reading.OVER
    return Reading.PLAIN if news.flaps is None else Reading.SETTLED


def is_over(news: News) -> bool:
    """Return whether it is about the past only."""
    return reading(news) in {Reading.OVER, Reading.FLAPPED}


def is_of_provider(news: News) -> bool:
    """Return whether it is about a provider rather than an account or a job."""
    return news.topic.kind in OF_PROVIDERS


def is_unfollowed(news: News) -> bool:
    """Return whether it was closed only because nobody follows it any more."""
    return news.closed is not None and news.closed.lasted is None and not news.closed.superseded


def is_superseded(news: News) -> bool:
    """Return whether it goes on for another reason, which a newer message gives."""
    return news.closed is not None and news.closed.superseded
