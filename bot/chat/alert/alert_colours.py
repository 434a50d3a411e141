"""The colour and sign of an alert: red, yellow, green, amber, grey."""

from collections.abc import Sequence

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.condition_words import CONDITION_WORDS
from bot.chat.alert.news_state import Reading, is_over, reading
from bot.chat.alert.told_news import standing, whole
from bot.chat.signs_and_colours import Level
from bot.subscriptions.topics_and_conditions import Condition


def level(news: News) -> Level:
    """Return red for full, yellow for low or changing, faulted for what can't be checked, grey for the past."""
    if is_over(news):
        return Level.UNKNOWN
    if reading(news) is Reading.FLAPPING:
        return Level.TIGHT
    if news.what is Condition.LOW and news.details.limit is not None and news.details.in_use >= news.details.limit:
        return Level.FULL
    return CONDITION_WORDS[news.what].level


def part_level(part: Part) -> Level:
    """Return the level of all news of a provider: an account that is full is yellow while others have room."""
    told = standing(part)
    about = whole(part)
    of_news = _level_of_news(part, told, about)
    under_way = {news.what for news in told if not is_over(news)}
    freed = any(news.what is Condition.FREED and reading(news) is Reading.PLAIN for news in told)
    # An alert stored by an older version may tell of an account with a slot, but not of the provider's slots.
    if not part.total or part.free or freed or Condition.SILENT in under_way or (about is not None and is_over(about)):
        return of_news
    # Whatever changed, nothing is free; unless an account that can't be checked has room.
    known = Level.TIGHT if part.unchecked else Level.FULL
    return known if of_news in {Level.TIGHT, Level.FREE, Level.FULL} else of_news


def _level_of_news(part: Part, told: Sequence[News], about: News | None) -> Level:
    if about is not None:
        under_way = any(not is_over(news) for news in told)
        return Level.TIGHT if is_over(about) and under_way else level(about)
    levels = {level(news) for news in told}
    freed = any(news.what is Condition.FREED and level(news) is Level.FREE for news in told)
    # Even without counts, there is room somewhere once an account is not full any more.
    emptied = not part.total and any(news.what is Condition.FULL and is_over(news) for news in told)
    if Level.FULL in levels and (freed or part.free or emptied):
        return Level.TIGHT
    worst_first = (Level.FULL, Level.TIGHT, Level.FAULTED, Level.FREE)
    return next((one for one in worst_first if one in levels), Level.UNKNOWN)
