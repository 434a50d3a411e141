"""Trouble that several providers share, posted once: useapi.net refuses the token, wants a subscription, or is away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.news_phrases import free_of, lasting
from bot.chat.alert.news_state import Reading, is_over, is_superseded, is_unfollowed, reading
from bot.chat.message import Card, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, Struck, ago, clock
from bot.chat.wording.numbers_and_lists import listed
from bot.errors import SharedCause
from bot.subscriptions.topics_and_conditions import Condition

COUNTED = 4
"""Maximum number of providers of which a headline says how much is free; ``/capacity`` has them all."""

_CLAIMS: Mapping[SharedCause, str] = {
    SharedCause.REFUSED: "useapi.net refuses the bot's token",
    SharedCause.SUBSCRIPTION_ENDED: "The useapi.net subscription has ended",
    SharedCause.UNREACHABLE: "useapi.net can't be reached",
}

_REMEDIES: Mapping[SharedCause, str] = {
    SharedCause.REFUSED: "Check USEAPI_TOKEN",
    SharedCause.SUBSCRIPTION_ENDED: "Renew it at useapi.net",
    SharedCause.UNREACHABLE: "Retrying by itself",
}


def shared_cause(parts: Sequence[Part]) -> SharedCause | None:
    """Return the one cause that all of an alert's failures, or ends of failures, share; None if there is other news.

    That one provider can't be reached does not mean that useapi.net can't.
    """
    told = [news for part in parts for news in part.news]
    causes = {(news.what, news.details.shared) for news in told if _is_plain(news)}
    if len(causes) != 1 or not all(map(_is_plain, told)) or any(part.digest is not None for part in parts):
        return None
    ((what, cause),) = causes
    if what not in {Condition.SILENT, Condition.ANSWERS}:
        return None
    return None if cause is SharedCause.UNREACHABLE and len(parts) == 1 else cause


def shared_headline(cause: SharedCause, parts: Sequence[Part], names: AlertNames) -> Line:
    """Return what is wrong and what helps; once the failure is over, how long it lasted."""
    told = [news for part in parts for news in part.news]
    longest = max(told, key=lambda news: (news.closed or news).lasted or timedelta())
    ended = f" for {lasting(longest)}" if lasting(longest) else ""
    if told[0].what is Condition.ANSWERS:
        free, unchecked = _free_of(parts, names), f" · unchecked{ended}" if ended else ""
        again = f"{_providers(parts, names)} can be checked again"
        # One provider alone is worded as if it had failed alone.
        said = (Strong(f"{again}{free}"), unchecked) if len(parts) == 1 else (Strong(again), f"{free}{unchecked}")
        return (f"{_level_of(parts).sign} ", *said)
    closed = [news.closed.at for news in told if news.closed is not None]
    if len(closed) == len(told):
        if any(map(is_superseded, told)):
            return (f"{Level.UNKNOWN.sign} ", Struck(_CLAIMS[cause]), " · the reason changed at ", clock(max(closed)))
        seen = [part for part in parts if not any(map(is_unfollowed, part.news))]
        over = f" · {_providers(seen or parts, names)} could not be checked{ended}"
        closed = [news.closed.at for part in seen for news in part.news if news.closed is not None]
        until: Line = (", until ", clock(max(closed))) if closed else (" · not followed here any more",)
        return (f"{Level.UNKNOWN.sign} ", Struck(_CLAIMS[cause]), over, *until)
    claim = f"{_CLAIMS[cause]}: {_providers(_failing(parts), names)} can't be checked."
    return (f"{Level.FAULTED.sign} ", Strong(claim), f" {_REMEDIES[cause]}")


def _free_of(parts: Sequence[Part], names: AlertNames) -> str:
    """Return how many slots of a few providers are free; the name of a single one has been said before."""
    known = [part for part in parts if part.total]
    if not known or len(parts) > COUNTED:
        return ""
    if len(parts) == 1:
        return f": {free_of(known[0])}"
    return ": " + ", ".join(f"{names.provider(part.provider)} {free_of(part)}" for part in known)


def _level_of(parts: Sequence[Part]) -> Level:
    """Return the level of providers that can be checked again: red where none of them has a free slot."""
    known = [part for part in parts if part.total]
    return Level.FULL if len(known) == len(parts) and not any(part.free for part in known) else Level.FREE


def shared_card(parts: Sequence[Part], names: AlertNames) -> Card:
    """Return since when the failure lasts, which providers have no alerts meanwhile, and which answer again."""
    failing = _failing(parts)
    since = min((news.since for part in failing for news in part.news), default=None)
    said: Line = ()
    if since is not None:
        said = (
            "First failed ",
            ago(since),
            f". No alerts about {_providers(failing, names)} meanwhile.",
        )
    over = any(news.what is Condition.SILENT for part in parts for news in part.news)
    level = Level.FAULTED if failing else Level.UNKNOWN if over else _level_of(parts)
    ended = [line for part in parts for line in _ended(part, names)] if failing else []
    return Card(body=(paragraph(said, *ended),), level=level)


def _ended(part: Part, names: AlertNames) -> Iterable[Line]:
    for news in part.news:
        if news.closed is not None:
            span = f" for {lasting(news)}" if lasting(news) else ""
            if is_superseded(news):
                yield (f"{names.provider(part.provider)}: the reason changed at ", clock(news.closed.at), ".")
                continue
            if is_unfollowed(news):
                yield (f"{names.provider(part.provider)}: not followed here any more.",)
                continue
            yield (f"{names.provider(part.provider)} could not be checked{span}, until ", clock(news.closed.at), ".")


def _failing(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if any(news.what is Condition.SILENT and not is_over(news) for news in part.news)]


def _providers(parts: Sequence[Part], names: AlertNames) -> str:
    return listed([names.provider(part.provider) for part in parts])


def _is_plain(news: News) -> bool:
    return reading(news) in {Reading.PLAIN, Reading.OVER}
