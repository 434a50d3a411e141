"""How a piece of news reads by now, and the words that its headline, its line and ``/why`` share."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from bot.accounts.account_health import FaultKind, fault_kind
from bot.alerts.alert import Alert, Changes, Part
from bot.alerts.news import News
from bot.chat.alert.condition_words import CONDITION_WORDS
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line
from bot.chat.wording.durations import time_span
from bot.chat.wording.free_slots import CANT_BE_CHECKED, free_of_total, offered_in_short, offered_of_free
from bot.chat.wording.numbers_and_lists import count
from bot.subscriptions.topics_and_conditions import OF_PROVIDERS, Condition, TopicKind


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


_MENDED = frozenset({Condition.USABLE, Condition.HAS_CREDITS})

STAYS = frozenset({Condition.FULL, Condition.FREED, Condition.NOTHING_FREE, Condition.HAS_ROOM, Condition.LOW})
"""What a topic that has settled is said to stay; of others it is said how they are now."""


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


def level(news: News) -> Level:
    """Return red for full, yellow for low or changing, faulted for what can't be checked, grey for the past."""
    if is_over(news):
        return Level.UNKNOWN
    if reading(news) is Reading.FLAPPING:
        return Level.TIGHT
    if news.what is Condition.LOW and news.details.limit is not None and news.details.in_use >= news.details.limit:
        return Level.FULL
    return CONDITION_WORDS[news.what].level


def by_urgency(news: Iterable[News]) -> list[News]:
    """Sort news as they read by now: what needs somebody first, what is over last."""
    return sorted(news, key=lambda one: (is_over(one), one.what.urgency))


def past(news: News) -> str:
    """Return what is over, with how long it was where that is known: ``was full for 12 min``."""
    lasted, was = lasting(news), CONDITION_WORDS[news.what].over
    if is_superseded(news):
        return f"{was}; the reason has changed"
    if news.what is Condition.STUCK and lasted:
        return f"{was}; it had run for {lasted}"
    if news.what is Condition.UNUSABLE and (word := fault_kind(news.details.sentence or "")) is not FaultKind.OTHER:
        was = f"was {word}"
    return f"{was} for {lasted}" if lasted else was


def lasting(news: News) -> str:
    """Return how long the state that ended had lasted: ``at least 12 min``; "" if unknown.

    Of a job that is how long it had run, not how long it was stuck: nobody can say when that began.
    """
    ended = (news.lasted, news.lasted_witnessed)
    if news.closed is not None and is_over(news):
        ended = (news.closed.lasted, news.closed.witnessed)
    lasted, witnessed = ended
    if lasted is None or not (lasted or witnessed):
        return ""
    return time_span(lasted) if witnessed else f"at least {time_span(lasted)}"


def is_unfollowed(news: News) -> bool:
    """Return whether it was closed only because nobody follows it any more."""
    return news.closed is not None and news.closed.lasted is None and not news.closed.superseded


def is_superseded(news: News) -> bool:
    """Return whether it goes on for another reason, which a newer message gives."""
    return news.closed is not None and news.closed.superseded


NO_ALERTS = "no alerts about that until it stops"
"""What it means for a channel that a topic keeps changing."""


def often(news: News) -> str:
    """Return the number of changes of what is or was flapping, and their time span: ``8 changes in 9 min``."""
    if news.flaps is None:
        return ""
    until = news.flaps.over or news.since
    ended = news.closed.lasted if news.closed is not None and news.is_flapping else None
    span = until - news.flaps.since if ended is None else ended
    return f"{count(news.flaps.changes, 'change')} in {time_span(span)}"


def settled(news: News) -> str:
    """Return how a topic is now that it has settled: ``stays free now``, ``stays full now``."""
    if news.what is Condition.RISEN:
        return "is not low any more"
    words = CONDITION_WORDS[news.what]
    return f"stays {words.state} now" if news.what in STAYS else words.of_one


def slots(news: News, *, in_short: bool = False) -> str:
    """Return how many slots of an account or the pool are free: ``1 of 5 free``; "" where its limit is not known.

    Those that are offered to people who waited are named; ``in_short`` without whom, unless that is all.
    """
    details = news.details
    if details.limit is None:
        return ""
    free = max(details.limit - details.in_use, 0)
    offered = offered_of_free(details.offered, details.offered_to, free)
    if in_short and details.offered < free:
        offered = offered_in_short(details.offered)
    return f"{free_of_total(free, details.limit)}{offered}"


def free_of(part: Part, use: Line = ()) -> str:
    """Return how many slots a provider has free: ``6 of 13 free``; "" where none is known of.

    Those that are offered to people who waited are named, unless an account to ``use`` follows, which says it. Where
    none is free, accounts that may have room are counted: ``0 of 4 free, 2 accounts can't be checked``.
    """
    offered = "" if use else offered_of_free(part.offered, part.offered_to, part.free)
    left_open = f", {count(part.unchecked, 'account')} {CANT_BE_CHECKED}" if part.unchecked and not part.free else ""
    return f"{free_of_total(part.free, part.total)}{offered}{left_open}" if part.total else ""


def without_outdated_counts(alert: Alert) -> Alert:
    """Return an alert as it is to be worded: where news was over after its look, nothing that look counted holds."""
    if not isinstance(alert.content, Changes):
        return alert
    return replace(alert, content=Changes(parts=tuple(map(_without_outdated_counts, alert.content.parts))))


def _without_outdated_counts(part: Part) -> Part:
    if not any(news.closed is not None and news.closed.at > part.at for news in part.news):
        return part
    news = (replace(one, frees=None, disproved=one.disproved or _is_disproved(one, part)) for one in part.news)
    return Part(provider=part.provider, at=part.at, news=tuple(news), digest=part.digest)


def standing(part: Part) -> tuple[News, ...]:
    """Return a part's news, without what the look that it speaks of no longer shows."""
    kept = tuple(news for news in part.news if not _is_disproved(news, part))
    mended = {one.topic.account for one in kept if one.what in _MENDED and not is_over(one)}
    of_credits = {_of_account(one) for one in kept if one.topic.kind is TopicKind.QUOTA}
    return tuple(news for news in kept if not _follows_from_health(news, mended, of_credits)) or part.news


def _follows_from_health(news: News, mended: Collection[str], of_credits: Collection[tuple[str, bool, bool]]) -> bool:
    """Return whether news of how much quota is used says no more than that of the account's credits.

    Nor does that an account has room say more than that it can be used again, and what it was full for is misleading.
    """
    if news.what is Condition.FREED and reading(news) is Reading.PLAIN and not news.live:
        return news.topic.account in mended
    return news.topic.kind is TopicKind.QUOTA_USED and _of_account(news) in of_credits


def _of_account(news: News) -> tuple[str, bool, bool]:
    """Return which account it is about, and whether something begins and is over."""
    return news.topic.account, news.what.opens, is_over(news)


def _is_disproved(news: News, part: Part) -> bool:
    """Return whether news of an earlier look is not so at the look that a part speaks of, or not for now."""
    of_now = reading(news) in {Reading.PLAIN, Reading.SETTLED}
    few = part.free <= (news.details.warn or 0)
    counted = news.topic.kind in {TopicKind.SLOTS, TopicKind.POOL} and part.total > 0
    return of_now and (news.disproved or (counted and few is not news.what.opens))


def whole(part: Part) -> News | None:
    """Return the news of a provider's slots as a whole, which then is what a message is about.

    None where nobody can look now: that comes first.
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
        return False  # what comes next of it is written into this message, which must name it then
    if reading(news) not in {Reading.PLAIN, Reading.SETTLED}:
        return False
    if about.what is Condition.NOTHING_FREE:
        return news.what in {Condition.FULL, Condition.LOW}
    place_to_go = part.room[0].account if part.room else None
    return news.what is Condition.RISEN or (news.what is Condition.FREED and news.topic.account == place_to_go)


def part_level(part: Part) -> Level:
    """Return the level of all news of a provider: an account that is full is yellow while others have room."""
    told = standing(part)
    about = _whole(told)
    said = _level_of_news(part, told, about)
    under_way = {news.what for news in told if not is_over(news)}
    freed = any(news.what is Condition.FREED and reading(news) is Reading.PLAIN for news in told)
    # Of an account that has a slot, an alert stored by an older version may not say what the provider has.
    if not part.total or part.free or freed or Condition.SILENT in under_way or (about is not None and is_over(about)):
        return said
    # Whatever changed, nothing is free; unless an account that can't be checked has room.
    known = Level.TIGHT if part.unchecked else Level.FULL
    return known if said in {Level.TIGHT, Level.FREE, Level.FULL} else said


def _level_of_news(part: Part, told: Sequence[News], about: News | None) -> Level:
    if about is not None:
        under_way = any(not is_over(news) for news in told)
        return Level.TIGHT if is_over(about) and under_way else level(about)
    levels = {level(news) for news in told}
    freed = any(news.what is Condition.FREED and level(news) is Level.FREE for news in told)
    # Of an account that was full when nobody counts anew, there is room somewhere.
    emptied = not part.total and any(news.what is Condition.FULL and is_over(news) for news in told)
    if Level.FULL in levels and (freed or part.free or emptied):
        return Level.TIGHT
    worst_first = (Level.FULL, Level.TIGHT, Level.FAULTED, Level.FREE)
    return next((one for one in worst_first if one in levels), Level.UNKNOWN)
