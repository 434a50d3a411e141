"""Which look each line of a message tells of (pure)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tests.chaos.model import Heard, Look, News, Post, What

ANSWERED = timedelta(seconds=0.5)
"""How long after an answer was served the bot notes the moment of its look, at most."""

OUTAGE_LOOKS = 3
"""Number of failed looks in a row that are an outage."""


def place(looks: Sequence[Look], posts: Iterable[Post], exact: Iterable[datetime] = ()) -> list[Heard]:
    """Find the look that each line tells of.

    Args:
        looks: Those at one provider.
        posts: What was told of it.
        exact: Moments of looks at it that another chat named exactly, for posts that name only the second.
    """
    moments = [look.at for look in looks]
    known = sorted(exact)

    def index(post: Post, news: News) -> int:
        among = _meant(moments, post, known) if post.blur else [bisect_right(moments, post.look_at) - 1]
        if post.shared:
            return _of_outage(looks, among[-1], news.what)
        if len(among) == 1:
            return among[0]
        if not news.account:
            return min(max(_of_outage(looks, among[-1], news.what), among[0]), among[-1])
        return _first_that_shows(looks, among, post.news)

    return [Heard(look=index(post, news), at=post.at, news=news) for post in posts for news in post.news]


def _meant(moments: Sequence[datetime], post: Post, known: Sequence[datetime]) -> Sequence[int]:
    """Return the looks that a post may mean that names only the second, at least one of them.

    Those that another chat told of within that second; else those that were served within it, or just before.
    """
    end = post.look_at + post.blur
    if named := [bisect_right(moments, at) - 1 for at in known if post.look_at <= at < end]:
        return sorted(set(named))
    first, last = bisect_left(moments, post.look_at - ANSWERED), bisect_left(moments, end) - 1
    return range(first, last + 1) if first <= last else [last]


def _first_that_shows(looks: Sequence[Look], among: Sequence[int], told: Sequence[News]) -> int:
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
