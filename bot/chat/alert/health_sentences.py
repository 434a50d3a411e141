"""What an alert says of an account that can't be used, has no credits left, or must be signed in again."""

from collections.abc import Iterable, Sequence

from bot.accounts.account_health import FaultKind, fault_kind
from bot.alerts.news import News
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.condition_words import CONDITION_WORDS
from bot.chat.alert.news_phrases import lasting
from bot.chat.alert.news_state import Reading, reading
from bot.chat.text_spans import Line, Link, Span, ago, dated
from bot.chat.wording.fault_and_quota_words import share_used
from bot.chat.wording.text_cleaning import REASON_LENGTH
from bot.subscriptions.topics_and_conditions import OF_HEALTH, Condition

REASONS = 3
"""Maximum number of accounts whose reasons are given; ``/capacity`` gives them all."""

_MENDED = {FaultKind.SIGNED_OUT: "is signed in again", FaultKind.OUT_OF_CREDITS: "has credits again"}
"""What is said of an account that can be used again, by what was wrong with it."""

_ADVICE = {
    FaultKind.SIGNED_OUT: ". Sign in again at useapi.net",
    FaultKind.ON_HOLD: ". Check it at useapi.net",
    FaultKind.OUT_OF_CREDITS: ". Top it up",
    FaultKind.OTHER: ". Check it at useapi.net",
}


def health_state(news: News) -> Line:
    """Return how an account is just now: ``is signed out``, ``has used up its quota, which resets in 2 days``."""
    until: tuple[Span, ...] = () if news.details.until is None else (dated(news.details.until),)
    resets: Line = () if news.details.until is None else (", which resets ", ago(news.details.until))
    match news.what:
        case Condition.UNUSABLE | Condition.USABLE:
            again = _MENDED.get(_fault(news), CONDITION_WORDS[news.what].of_one)
            return (unusable(news) if news.what.opens else again,)
        case Condition.OUT_OF_CREDITS:
            return (CONDITION_WORDS[news.what].of_one, *resets)
        case Condition.SESSION_ENDS if news.details.ended:
            return ("has had no session since ", *until)
        case Condition.SESSION_ENDS:
            return ("will be signed out ", *until) if until else ("will be signed out soon",)
        case Condition.QUOTA_LOW:
            return (quota_used(news), *resets)
        case _:
            return (CONDITION_WORDS[news.what].of_one,)


def quota_used(news: News) -> str:
    """Return how much of its quota an account has used: ``has used 88% of its quota``."""
    return f"has used {share_used(news.details.used_percent or 0)} of its quota"


def unusable(news: News) -> str:
    """Return in a word why an account can't be used: ``is signed out``."""
    word = _fault(news)
    return word if word == FaultKind.OTHER else f"is {word}"


def many_unusable(group: Iterable[News]) -> str:
    """Return why several accounts can't be used, where it is the same for all: ``are signed out``."""
    words = set(map(_fault, group))
    return f"are {words.pop()}" if len(words) == 1 and FaultKind.OTHER not in words else FaultKind.OTHER


def many_usable(group: Iterable[News]) -> str:
    """Return that several accounts can be used again: ``are signed in again`` where that is so of all."""
    return "are signed in again" if set(map(_fault, group)) == {FaultKind.SIGNED_OUT} else "can be used again"


def health_advice(news: News) -> str:
    """Return what to do, or how long it lasted; it follows what an account is: ``. Sign in again at useapi.net``."""
    if not news.what.opens:
        was = _had_been(news)
        return f" · {was} for {lasting(news)}" if was and lasting(news) else ""
    match news.what:
        case Condition.SESSION_ENDS:
            return f". Sign in again at useapi.net{'' if news.details.ended else ' before that'}"
        case Condition.UNUSABLE:
            return _ADVICE[_fault(news)]
        case _:
            return ""


def _had_been(news: News) -> str:
    """Return what an account was until it recovered; "" for a session: how long it was about to end helps nobody."""
    match news.what:
        case Condition.USABLE:
            return "unusable" if _fault(news) == FaultKind.OTHER else _fault(news)
        case Condition.HAS_CREDITS:
            return "had none"
        case _:
            return ""


def _fault(news: News) -> FaultKind:
    return fault_kind(news.details.sentence or "")


def health_lines(told: Sequence[News], provider: str, names: AlertNames) -> tuple[Line, ...]:
    """Return why accounts can't be used, in the provider's own words, and a link to the page that says what to do."""
    troubles = [one for one in told if one.topic.kind in OF_HEALTH and reading(one) is Reading.PLAIN and one.what.opens]
    reasons = [names.accounts.shown(_reason(one), REASON_LENGTH) for one in troubles]
    why = tuple((reason,) for reason in dict.fromkeys(filter(None, reasons[:REASONS])))
    deeds = [one for one in troubles if one.what is not Condition.OUT_OF_CREDITS]  # a quota resets by itself
    page = names.setup_page(provider) if deeds else None
    if page is None:
        return why
    return (*why, (Link("How to sign in again" if all(map(_signs_in, deeds)) else "How to set it up", page),))


def _reason(news: News) -> str:
    """Return the provider's own words for a fault; "" if our word for it says the same."""
    said = news.details.sentence or ""
    same = said.casefold().removesuffix(".").removeprefix("account ").removeprefix("is ") == fault_kind(said)
    return "" if same else said


def _signs_in(news: News) -> bool:
    """Return whether somebody must sign in again."""
    if news.what is Condition.SESSION_ENDS:
        return True
    return news.what is Condition.UNUSABLE and _fault(news) == FaultKind.SIGNED_OUT


def health_line(news: News) -> Line:
    """Return how an account is and what to do, for a list in which its name precedes it."""
    return (*health_state(news), health_advice(news))
