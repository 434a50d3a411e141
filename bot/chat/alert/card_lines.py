"""News at length: the line about an account, a job or the pool, and the sentences about a provider."""

from collections import Counter
from collections.abc import Sequence

from bot.alerts.alert import Part
from bot.alerts.news import News
from bot.chat.alert.alert_colours import level
from bot.chat.alert.condition_words import CONDITION_WORDS, FLAPPING_WORDS
from bot.chat.alert.headline_clauses import job_subject
from bot.chat.alert.health_sentences import health_line
from bot.chat.alert.news_phrases import ended, lasting, often, past, repeats, settled, slots, usually
from bot.chat.alert.news_state import Reading, is_over, is_unfollowed, reading
from bot.chat.message import Entry, Listing
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Line, Strong, ago, earlier, joined
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.durations import next_slot
from bot.chat.wording.free_slots import people_waiting
from bot.chat.wording.job_lines import REFERENCE_LENGTH
from bot.chat.wording.numbers_and_lists import amount, sentence_case
from bot.chat.wording.refusal_sentences import capitalised
from bot.chat.wording.text_cleaning import SENTENCE_LENGTH
from bot.subscriptions.topics_and_conditions import OF_PROVIDERS, Condition, TopicKind

LISTED = 30
"""Maximum number of topics that get a line of their own."""

HEADLINE_SENTENCE = 200
"""Maximum number of characters for which a headline has room to say why a provider can't be checked."""

_UNFOLLOWED = "nobody follows it here any more"

_KINDS = {
    Level.FULL: "full",
    Level.TIGHT: "low or changing",
    Level.FREE: "with room again",
    Level.UNKNOWN: "over",
    Level.FAULTED: "in need of somebody",
}


def news_listing(news: Sequence[News], naming: Naming) -> Listing:
    """Return a line for each piece of news; those beyond ``LISTED`` are only counted: ``120 full, 50 free again``."""
    return Listing(
        entries=tuple(Entry((news_line(one, naming),), _KINDS[level(one)]) for one in news[:LISTED]),
        more=Counter(_KINDS[level(one)] for one in news[LISTED:]),
    )


def news_line(news: News, naming: Naming) -> Line:
    """Return news of an account, a job or the pool, as one of several lines: ``🔴 studio-a · full``."""
    sign, said = level(news).sign, _said(news)
    match news.topic.kind:
        case TopicKind.ACCOUNT:
            return (f"{sign} ", Strong(naming.name(news.topic.account)), " · ", *said)
        case TopicKind.JOB:
            return (f"{sign} ", *job_name(news, naming), " · ", *said)
        case kind if kind in OF_PROVIDERS:
            return (f"{sign} ", *capitalised(said))
        case _:
            state = (" ", *health_line(news)) if reading(news) is Reading.PLAIN else (" · ", *said)
            return (f"{sign} ", Strong(naming.name(news.topic.account)), *state)


def detail_line(news: News, part: Part, naming: Naming) -> Line:
    """Return what the headline of a single piece of news has no room for."""
    if news.what is Condition.NOTHING_FREE and reading(news) in {Reading.PLAIN, Reading.SETTLED}:
        return joined((_longest(news, naming), people_waiting(news.details.waiting)))
    if reading(news) is not Reading.PLAIN:
        return ()
    if news.what is Condition.STUCK:
        kind = news.details.stuck.kind if news.details.stuck else "job"
        return (f"{sentence_case(kind)}, started ", earlier(news.since, part.at))
    # Where nothing is free, the headline says it.
    is_said = part.total and not part.free
    if news.frees is None or is_said:
        return ()
    return (sentence_case(next_slot(news.frees, where=naming.name(news.topic.account) if news.topic.account else "")),)


def _longest(news: News, naming: Naming) -> Line:
    """Return the job that has run longest: the one that may free a slot, or that somebody forgot."""
    if (job := news.details.stuck) is not None:
        return (*job_subject(job, job.account, naming), " seems stuck: started ", ago(job.started), usually(job))
    if (job := news.details.longest) is not None:
        return ("Longest job: ", *job_subject(job, job.account, naming), ", started ", ago(job.started))
    return ()


def job_name(news: News, naming: Naming) -> Line:
    """Return a job at the beginning of a line, where its kind has room: ``shot-12 · video on studio-a``."""
    where = naming.name(news.topic.account) if news.topic.account else "an unknown account"
    if news.details.stuck is None:
        return ("job on ", where)
    reference = naming.names.shown(news.details.stuck.reply_ref or "", REFERENCE_LENGTH)
    return joined(((Strong(reference),) if reference else (), (f"{news.details.stuck.kind} on ", where)))


def trouble_lines(news: News, names: AccountNames, *, alone: bool) -> tuple[Line, ...]:
    """Return why a provider can't be checked, unless the headline does (``alone``), and since when."""
    if news.what is not Condition.SILENT or is_over(news):
        return ()
    reason = trouble_reason(news, names, SENTENCE_LENGTH)
    is_said = alone and reading(news) is Reading.PLAIN and len(reason) < HEADLINE_SENTENCE
    since: Line = (
        "First failed ",
        ago(news.since),
        ". No alerts about its accounts meanwhile.",
    )
    return (*(() if is_said else ((reason,),)), since)


def trouble_reason(news: News, names: AccountNames, limit: int) -> str:
    """Return why a provider can't be checked, as a sentence."""
    return names.shown(news.details.sentence or "The reason is not known.", limit)


def _said(news: News) -> Line:
    match reading(news):
        case Reading.PLAIN:
            return _plainly(news)
        case Reading.OVER:
            return (f"{past(news)}; {_UNFOLLOWED}" if is_unfollowed(news) else past(news),)
        case Reading.FLAPPING:
            return (f"keeps {FLAPPING_WORDS[news.topic.kind]}: {often(news)}, now {CONDITION_WORDS[news.what].state}",)
        case Reading.FLAPPED:
            kept = f"kept {FLAPPING_WORDS[news.topic.kind]}: {often(news)}"
            return (f"{kept}; {_UNFOLLOWED}" if is_unfollowed(news) else kept,)
        case Reading.SETTLED:
            counted = news.topic.kind in {TopicKind.POOL, TopicKind.SLOTS} or news.what is Condition.FREED
            free = f", {slots(news)}" if counted and slots(news) else ""
            return (f"{settled(news)}{free}, after {often(news)}",)


def _plainly(news: News) -> Line:
    changed = f" · {repeats(news)}" if repeats(news) else ""
    if news.what is Condition.STUCK:
        return ("stuck, started ", ago(news.since), changed)
    return (f"{_now(news)}{changed}",)


def _now(news: News) -> str:
    match news.what:
        case Condition.LOW | Condition.NOTHING_FREE:
            return f"{slots(news) or CONDITION_WORDS[news.what].state}{warned_at(news)}"
        case Condition.RISEN | Condition.HAS_ROOM:
            return f"{slots(news) or CONDITION_WORDS[news.what].state}{_ended(news)}"
        case Condition.ANSWERS:
            return f"can be checked again{f' · unchecked for {lasting(news)}' if lasting(news) else ''}"
        case Condition.FREED:
            free = slots(news, in_short=True)  # the headline says to whom some are offered
            return f"has room again{f', {free}' if free else ''}{_ended(news)}"
        case _:
            frees = "" if news.frees is None else f" · {next_slot(news.frees)}"
            state = "can't be checked" if news.what is Condition.SILENT else CONDITION_WORDS[news.what].state
            return f"{state}{frees}"


def _ended(news: News) -> str:
    return f" · {ended(news)}" if ended(news) else ""


def warned_at(news: News) -> str:
    """Return at how many free slots a watch warns, to follow the number of free slots; "" if it does not warn."""
    return "" if news.details.warn is None else f" (alert at {amount(news.details.warn)})"
