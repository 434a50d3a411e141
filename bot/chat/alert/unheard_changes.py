"""How often something came and went that a channel did not hear of, and how long what is over had lasted."""

from bot.alerts.news import News, WithheldBecause
from bot.chat.alert.interpreted_news import Reading, lasting, reading
from bot.chat.wording.numbers_and_lists import amount, times
from bot.subscriptions.topic import Condition

_BEGAN = {
    Condition.FULL: "filled",
    Condition.NOTHING_FREE: "filled up",
    Condition.LOW: "ran low",
    Condition.SILENT: "failed",
    Condition.ANSWERS: "failed",
}
_MEANWHILE = {WithheldBecause.MUTED: " while muted", WithheldBecause.PAUSED: " while nothing could be posted here"}
"""When something happened so often, where no summary says it."""

_WAS = {Condition.FREED: "full", Condition.HAS_ROOM: "full", Condition.RISEN: "low"}


def untold_changes(news: News) -> str:
    """Return how often it changed since the last alert; "" where it changed just once."""
    if news.changes <= 1 or reading(news) is not Reading.PLAIN:
        return ""
    return f"changed {amount(news.changes)} times since the last alert"


def repeats(news: News) -> str:
    """Return how often it came to be so since the last alert: ``filled twice while muted``; "" where it did just once.

    Of what is over, ``ended`` says it.
    """
    number = _stretches(news)
    if news.what in _WAS or not _is_repeated(news):
        return ""
    if (began := _BEGAN.get(news.what)) is not None:
        return f"{began} {'again' if number == 1 else times(number)}{_meanwhile(news)}"
    return "" if number == 1 else f"happened {times(number)}{_meanwhile(news)}"


def ended(news: News) -> str:
    """Return how long what is over had lasted, and how often it came and went since the last alert.

    ``was full for 12 min``, ``was full twice, the last time for 12 min``; "" if nothing is known.
    """
    was, lasted, number = f"was {_WAS[news.what]}", lasting(news), _stretches(news)
    if number > 1:
        return f"{was} {times(number)}{_meanwhile(news)}{f', the last time for {lasted}' if lasted else ''}"
    return f"{was} for {lasted}" if lasted else ""


def whole_line(news: News, provider: str) -> str:
    """Return what became of a provider's slots where the headline only says how many are free; "" if no more is known.

    ``Nothing was free once, for 2 s.``, ``MiniMax filled up twice.``
    """
    if news.what not in _WAS:
        return f"{provider} {repeats(news)}." if repeats(news) else ""
    number, lasted = _stretches(news), lasting(news)
    subject = "Nothing was free" if news.what is Condition.HAS_ROOM else f"{provider} was {_WAS[news.what]}"
    length = f", {'' if number == 1 else 'the last time '}for {lasted}" if lasted else ""
    return f"{subject} {times(number)}{length}."


def _stretches(news: News) -> int:
    """Return how often it came to be so, or was so, since the last alert: it changes to and fro."""
    return (news.changes + 1) // 2 if _is_repeated(news) else 1


def _is_repeated(news: News) -> bool:
    """Return whether it changed several times since the last alert, and no other message counted that."""
    counted = news.withheld is not None and news.withheld.why is WithheldBecause.COUNTED
    return bool(untold_changes(news)) and not counted


def _meanwhile(news: News) -> str:
    return "" if news.withheld is None else _MEANWHILE.get(news.withheld.why, "")
