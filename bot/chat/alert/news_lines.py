"""A piece of news at length: the entry of an account, a job or the pool, the sentences about a provider."""

from collections import Counter
from collections.abc import Sequence

from bot.alerts.news import News
from bot.chat.alert.news_words import (
    FLAPS,
    STATES,
    Reading,
    lasting,
    level,
    often,
    past,
    reading,
    slots,
    untold_changes,
)
from bot.chat.message import Entry, Level, Listing
from bot.chat.spans import Line, Strong, ago, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.estimates import usually_frees
from bot.chat.wording.job_lines import REFERENCE_LENGTH
from bot.chat.wording.text import amount
from bot.subscriptions.topic import Condition, TopicKind

LISTED = 30
"""Maximum number of topics that get a line of their own."""

SENTENCE_LENGTH = 600

_UNFOLLOWED = "nobody follows it here any more"

_KINDS = {Level.FULL: "full", Level.TIGHT: "low, stuck or changing", Level.FREE: "free again", Level.UNKNOWN: "over"}


def news_listing(news: Sequence[News], naming: Naming) -> Listing:
    """Return a line for each piece of news; those that are too many are counted: ``120 full, 50 free again``."""
    return Listing(
        entries=tuple(Entry((news_line(one, naming),), _KINDS[level(one)]) for one in news[:LISTED]),
        more=Counter(_KINDS[level(one)] for one in news[LISTED:]),
    )


def news_line(news: News, naming: Naming) -> Line:
    """Say news of an account, a job or the pool: ``🔴 studio-a · full, 5 of 5 in use``."""
    sign, said = level(news).sign, _said(news)
    match news.topic.kind:
        case TopicKind.ACCOUNT:
            return (f"{sign} ", Strong(naming.name(news.topic.account)), " · ", *said)
        case TopicKind.JOB:
            return (f"{sign} ", *job_name(news, naming), " · ", *said)
        case TopicKind.POOL | TopicKind.PROVIDER:
            return (f"{sign} ", *_sentence(said))


def job_name(news: News, naming: Naming) -> Line:
    """Name a job as its maker would know it: ``shot-12 · video on studio-a``."""
    where = naming.name(news.topic.account) if news.topic.account else "an unknown account"
    if news.details.stuck is None:
        return ("job on ", where)
    reference = naming.names.shown(news.details.stuck.reply_ref or "", REFERENCE_LENGTH)
    return joined(((Strong(reference),) if reference else (), (f"{news.details.stuck.kind} on ", where)))


def provider_lines(news: News, names: AccountNames) -> tuple[Line, ...]:
    """Say news of the provider itself; nothing where the title says it all."""
    said: Line = ()
    if reading(news) in {Reading.FLAPPING, Reading.FLAPPED, Reading.SETTLED}:
        said = (*_sentence(_said(news)), ".")
    elif reading(news) is Reading.OVER and not lasting(news):
        said = (*_sentence((_UNFOLLOWED,)), ".")
    elif news.what is Condition.SILENT and reading(news) is Reading.PLAIN:
        said = (
            "Looks have failed since ",
            ago(news.since),
            ". Until they work again, nothing is told of its accounts.",
        )
    elif lasting(news):
        said = (f"Looks failed for {lasting(news)}.",)
    reason = ""
    if news.what is Condition.SILENT:
        reason = names.shown(news.details.sentence or "The reason is not known.", SENTENCE_LENGTH)
    turned = f"Looks began or ceased to fail {amount(news.changes)} times since the last alert about it."
    lines: tuple[Line, ...] = ((reason,) if reason else (), said, (turned,) if untold_changes(news) else ())
    return tuple(line for line in lines if line)


def _said(news: News) -> Line:
    match reading(news):
        case Reading.PLAIN:
            return _plainly(news)
        case Reading.OVER:
            warned = _warned(news) if news.what is Condition.LOW else ""
            return (f"{past(news)}{warned}" if lasting(news) else f"{past(news)}; {_UNFOLLOWED}",)
        case Reading.FLAPPING:
            return (f"keeps {FLAPS[news.topic.kind]}: {often(news)}, now {STATES[news.what]}",)
        case Reading.FLAPPED:
            kept = f"kept {FLAPS[news.topic.kind]}: {often(news)}"
            return (kept if lasting(news) else f"{kept}; {_UNFOLLOWED}",)
        case Reading.SETTLED:
            return (f"has settled: {_state(news)}, after {often(news)}",)


def _state(news: News) -> str:
    match news.topic.kind:
        case TopicKind.ACCOUNT:
            return f"{STATES[news.what]}, {slots(news)}"
        case TopicKind.POOL:
            return slots(news)
        case TopicKind.PROVIDER | TopicKind.JOB:
            return STATES[news.what]


def _plainly(news: News) -> Line:
    changed = untold_changes(news)
    again = f", {changed}" if news.before is news.what and changed else ""
    since = f" · {changed}" if changed and not again else ""
    ended = f" · was {'low' if news.what is Condition.RISEN else 'full'} for {lasting(news)}" if lasting(news) else ""
    match news.what:
        case Condition.STUCK:
            return ("stuck, running since ", ago(news.since), f"{again}{since}")
        case Condition.GOES_ON:
            return (f"{STATES[news.what]}{again}{since}",)
        case Condition.LOW:
            return (f"{slots(news)}{_warned(news)}{again}{since}",)
        case Condition.RISEN:
            over = "" if news.details.warn is None else f": more than {amount(news.details.warn)}"
            return (f"{slots(news)} again{over}{again}{ended}{since}",)
        case Condition.FREED:
            return (f"free again{again}, {slots(news)}{ended}{since}",)
        case _:
            inferred = " (inferred)" if news.details.inferred else ""
            frees = "" if news.frees is None else f" · {usually_frees(news.frees)}"
            return (f"{STATES[news.what]}{inferred}{again}, {slots(news)}{frees}{since}",)


def _warned(news: News) -> str:
    return "" if news.details.warn is None else f", warned at {amount(news.details.warn)} or fewer"


def _sentence(said: Line) -> Line:
    first, *rest = said
    return (f"{first[:1].upper()}{first[1:]}", *rest) if isinstance(first, str) else said
