"""Which of an alert's news is said, and in what order: what follows from other news, or is disproved, is left out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.news import News
from bot.chat.alert.news_state import Reading, is_over, reading
from bot.subscriptions.topics_and_conditions import Condition, TopicKind

_MENDED = frozenset({Condition.USABLE, Condition.HAS_CREDITS})


def by_urgency(news: Iterable[News]) -> list[News]:
    """Sort news as they read by now: what needs somebody first, what is over last."""
    return sorted(news, key=lambda one: (is_over(one), one.what.urgency))


def without_outdated_counts(alert: Alert) -> Alert:
    """Return an alert to be worded, without the counts of a look that is out of date: some of its news ended later."""
    if not isinstance(alert.content, Changes):
        return alert
    return replace(alert, content=Changes(parts=tuple(map(_without_outdated_counts, alert.content.parts))))


def _without_outdated_counts(part: Part) -> Part:
    if not any(news.closed is not None and news.closed.at > part.at for news in part.news):
        return part
    news = (replace(one, frees=None, disproved=one.disproved or _is_disproved(one, part)) for one in part.news)
    return Part(provider=part.provider, at=part.at, news=tuple(news), digest=part.digest)


def standing(part: Part) -> tuple[News, ...]:
    """Return a part's news, except what its look disproves and what follows from news of an account's health."""
    kept = tuple(news for news in part.news if not _is_disproved(news, part))
    mended = {one.topic.account for one in kept if one.what in _MENDED and not is_over(one)}
    of_credits = {_of_account(one) for one in kept if one.topic.kind is TopicKind.QUOTA}
    return tuple(news for news in kept if not _follows_from_health(news, mended, of_credits)) or part.news


def _follows_from_health(news: News, mended: Collection[str], of_credits: Collection[tuple[str, bool, bool]]) -> bool:
    """Return whether news of an account follows from other news of its health, so that it need not be said.

    Being usable again implies that it has room; how long it was full would mislead. Its credits imply its used quota.
    """
    if news.what is Condition.FREED and reading(news) is Reading.PLAIN and not news.live:
        return news.topic.account in mended
    return news.topic.kind is TopicKind.QUOTA_USED and _of_account(news) in of_credits


def _of_account(news: News) -> tuple[str, bool, bool]:
    """Return which account it is about, and whether something begins and is over."""
    return news.topic.account, news.what.opens, is_over(news)


def _is_disproved(news: News, part: Part) -> bool:
    """Return whether the look that a part shows contradicts news of an earlier look, if only for now."""
    of_now = reading(news) in {Reading.PLAIN, Reading.SETTLED}
    few = part.free <= (news.details.warn or 0)
    counted = news.topic.kind in {TopicKind.SLOTS, TopicKind.POOL} and part.total > 0
    return of_now and (news.disproved or (counted and few is not news.what.opens))


def whole(part: Part) -> News | None:
    """Return the news of a provider's slots as a whole, which the message is then about; None if there is none.

    None also while the provider can't be checked: that comes first.
    """
    return _whole(standing(part))


def _whole(told: Sequence[News]) -> News | None:
    if any(news.what is Condition.SILENT and not is_over(news) for news in told):
        return None
    if (about := next((news for news in told if news.topic.kind is TopicKind.SLOTS), None)) is not None:
        return about
    pool = next((news for news in told if news.topic.kind is TopicKind.POOL), None)
    others = (news.topic.kind for news in told if news is not pool)
    told_as_it_is = pool is not None and reading(pool) in {Reading.PLAIN, Reading.FLAPPING}
    alone = told_as_it_is and set(others) <= {TopicKind.ACCOUNT}
    return pool if alone else None


def told_news(part: Part) -> list[News]:
    """Return a part's news by urgency, without what follows from that of the provider as a whole."""
    told = standing(part)
    about = _whole(told)
    return [one for one in by_urgency(told) if about is None or one is about or not _follows(one, about, part)]


def _follows(news: News, about: News, part: Part) -> bool:
    """Return whether news follows from that of the whole provider, so that it need not be said."""
    if is_over(about):
        return is_over(news)
    counted = about.topic.kind is TopicKind.SLOTS and reading(about) is Reading.FLAPPING
    if counted and (reading(news) is Reading.FLAPPING or not news.live):
        return news.topic.kind is TopicKind.ACCOUNT  # it is the accounts that make the provider fill and free
    if news.live:
        return False  # this message must name it, since its next change is edited in
    if reading(news) not in {Reading.PLAIN, Reading.SETTLED}:
        return False
    if about.what is Condition.NOTHING_FREE:
        return news.what in {Condition.FULL, Condition.LOW}
    place_to_go = part.room[0].account if part.room else None
    return news.what is Condition.RISEN or (news.what is Condition.FREED and news.topic.account == place_to_go)
