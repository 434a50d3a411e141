"""Which look each line of a message tells of (pure)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from tests.chaos.model import Heard, Look, News, Post, What

OUTAGE_LOOKS = 3
"""Number of failed looks in a row that are an outage."""


def place(looks: Sequence[Look], posts: Iterable[Post]) -> list[Heard]:
    """Find the look that each line tells of."""
    moments = [look.at for look in looks]

    def index(post: Post, news: News) -> int:
        oldest = bisect_right(moments, post.look_at) - 1
        newest = max(bisect_left(moments, post.look_at + post.blur) - 1, oldest)
        if post.shared:
            return _of_outage(looks, newest, news.what)
        if oldest == newest:
            return newest
        if not news.account:
            return min(max(_of_outage(looks, newest, news.what), oldest), newest)
        return _first_that_shows(looks, range(max(oldest, 0), newest + 1), post.news)

    return [Heard(look=index(post, news), at=post.at, news=news) for post in posts for news in post.news]


def _first_that_shows(looks: Sequence[Look], among: range, told: Sequence[News]) -> int:
    """Return the first of some looks that shows as a change what is told of accounts, else at all; else the last."""
    named = [news for news in told if news.account]
    showing = [index for index in among if all(looks[index].showed.get(each.account) is each.what for each in named)]
    changing = [index for index in showing if all(_before(looks, index, each) is not each.what for each in named)]
    return next(iter([*changing, *showing, among[-1]]))


def _before(looks: Sequence[Look], index: int, news: News) -> What | None:
    """Return what the looks before one last showed of an account; what is told itself where there was none."""
    earlier = (each.showed[news.account] for each in reversed(looks[:index]) if news.account in each.showed)
    return next(earlier, news.what)


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
