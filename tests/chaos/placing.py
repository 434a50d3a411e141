"""Which look each line of a message tells of (pure)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import timedelta

from tests.chaos.model import Heard, Look, News, Post, What

ANSWERED = timedelta(seconds=0.5)
"""How long after an answer was served the bot notes the moment of its look, at most."""

OUTAGE_LOOKS = 3
"""Number of failed looks in a row that are an outage."""


def place(looks: Sequence[Look], posts: Iterable[Post]) -> list[Heard]:
    """Find the look that each line tells of; the looks are those at one provider, the posts what was told of it."""
    moments = [look.at for look in looks]

    def index(post: Post, news: News) -> int:
        newest = bisect_right(moments, post.look_at) - 1
        return _of_outage(looks, newest, news.what) if post.shared else newest

    return [Heard(look=index(post, news), at=post.at, news=news) for post in posts for news in post.news]


def _of_outage(looks: Sequence[Look], newest: int, what: What) -> int:
    """Return the look that brought the news of an outage: the third that failed of its streak, or the end of that."""
    back = newest
    while back >= 0 and looks[back].answered:
        back -= 1
    if what is What.RETURNED:
        return back + 1
    start = back
    while start > 0 and not looks[start - 1].answered:
        start -= 1
    return min(start + OUTAGE_LOOKS - 1, back)
