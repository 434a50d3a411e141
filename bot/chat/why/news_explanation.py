"""Explains one topic of an alert at length: what happened, and what that meant for the channel."""

from datetime import datetime

from bot.accounts.account_health import FaultKind, fault_kind
from bot.alerts.alert import Part
from bot.alerts.news import News, Reason, Withheld, WithheldBecause
from bot.chat.alert.alert_colours import level
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.condition_words import CONDITION_WORDS
from bot.chat.alert.headline_clauses import job_subject
from bot.chat.alert.news_phrases import lasting, often, slots, untold_changes
from bot.chat.alert.news_state import Reading, is_of_provider, is_over, is_superseded, is_unfollowed, reading
from bot.chat.message import Paragraph, paragraph
from bot.chat.text_spans import Line, MomentStyle, Strong, coming, earlier, exact, member
from bot.chat.typed.times import typed_span
from bot.chat.wording.account_names import Naming
from bot.chat.wording.fault_and_quota_words import share_used
from bot.chat.wording.numbers_and_lists import amount, count, sentence_case
from bot.chat.wording.text_cleaning import REASON_LENGTH
from bot.platforms import CommandName
from bot.subscriptions.topics_and_conditions import Condition, TopicKind

_FULL = frozenset({Condition.FULL, Condition.NOTHING_FREE})


def news_paragraph(news: News, part: Part, naming: Naming, names: AlertNames) -> Paragraph:
    """Return what happened and when, how it is known, and what delayed the alert."""
    silent = news.what in {Condition.SILENT, Condition.UNUSABLE}
    sentence = names.accounts.shown(news.details.sentence, REASON_LENGTH) if news.details.sentence and silent else ""
    return paragraph(
        (f"{level(news).sign} ", *_subject(news, part, naming, names), *_happened(news, part)),
        _inferred(news, part, names),
        (sentence,) if sentence else (),
        (f"Anything shorter than {typed_span(news.hold)} is ignored.",) if news.hold else (),
        (f"{sentence_case(untold_changes(news))}.",) if untold_changes(news) else (),
        () if news.withheld is None else ("Not posted until then: ", *hindrance(news.withheld, news.since), "."),
        _flapping(news),
        _ended(news),
        ("It had been offered to people who waited; now it was there for everybody.",)
        if news.reason is Reason.UNCLAIMED
        else (),
        ("It was posted when quiet hours were over.",) if news.reason is Reason.QUIET_OVER else (),
        ("The message was edited when it was over.",) if news.reason is Reason.EDITED else (),
    )


def hindrance(withheld: Withheld, at: datetime) -> Line:
    """Return what kept a change from being posted at a moment: ``muted by @jo until 14:05``."""
    until: Line = () if withheld.until is None else (" until ", coming(withheld.until, at))
    match withheld.why:
        case WithheldBecause.PAUSED:
            return (
                "the channel is paused",
                *until,
                ", because it refused alerts; ",
                CommandName("watch list"),
                " says why",
            )
        case WithheldBecause.MUTED:
            by: Line = () if withheld.by is None else (" by ", member(withheld.by))
            return ("muted", *by, *until)
        case WithheldBecause.QUIET:
            return ("quiet hours", *until)
        case WithheldBecause.NOT_ASKED:
            return ("the watch does not ask for it; ", CommandName("watch list"), " says what it asks for")
        case WithheldBecause.TOO_SHORT:
            return ("it was shorter than what the watch ignores",)
        case WithheldBecause.COUNTED:
            return ("the provider kept filling and freeing, which one message counted",)


def _subject(news: News, part: Part, naming: Naming, names: AlertNames) -> Line:
    if news.topic.kind is TopicKind.JOB:
        return job_subject(news.details.stuck, news.topic.account, naming)
    return (Strong(names.provider(part.provider) if is_of_provider(news) else naming.name(news.topic.account)),)


def _happened(news: News, part: Part) -> Line:
    """Return what a topic did and when: ``filled up at 14:05:09``."""
    free: Line = () if news.what in _FULL or news.disproved or not slots(news) else (slots(news),)
    if free:
        # A hold, or an edit, may have come in between.
        free = (": ", *free) if part.at == news.since else ("; ", *free, " at ", exact(part.at))
    low = "" if news.details.warn is None else f"; low is {amount(news.details.warn)} or fewer"
    return (f" {_deed(news)} ", earlier(news.since, part.at, MomentStyle.EXACT), *free, low)


def _deed(news: News) -> str:
    if news.what is Condition.UNUSABLE and (word := fault_kind(news.details.sentence or "")) is not FaultKind.OTHER:
        return f"was {word} from"
    if news.what is Condition.QUOTA_LOW and news.details.used_percent is not None:
        return f"had used {share_used(news.details.used_percent)} of its quota at"
    return CONDITION_WORDS[news.what].happened


def _inferred(news: News, part: Part, names: AlertNames) -> Line:
    """Return how the bot knows that an account is full although the provider's list leaves it out."""
    if not (news.details.inferred and news.what is Condition.FULL):
        return ()
    jobs = f"{count(news.details.in_use, 'job')} ran" if news.details.in_use else "jobs ran"
    return (f"{names.provider(part.provider)} stopped listing it while {jobs} on it, which means full.",)


def _flapping(news: News) -> Line:
    if news.flaps is None:
        return ()
    keeps = reading(news) is Reading.FLAPPING
    one = ". One message counts them all." if keeps else "."
    return (f"It {'keeps' if keeps else 'kept'} changing: {often(news)}, since ", exact(news.flaps.since), one)


def _ended(news: News) -> Line:
    if news.closed is not None and is_over(news):
        lasted = f", after {lasting(news)}" if lasting(news) else ""
        if is_superseded(news):
            return ("The reason changed at ", exact(news.closed.at), "; a newer alert gives it.")
        if is_unfollowed(news):
            lasted = ", as nobody follows it here any more"
        elif news.what is Condition.STUCK and lasting(news):
            lasted = f", when the job had run for {lasting(news)}"
        return ("Over at " if news.closed.end_witnessed else "Over by ", exact(news.closed.at), f"{lasted}.")
    if not lasting(news):
        return ()
    before = news.before
    was = f"It {CONDITION_WORDS[before].over} for" if before is not None and before.opens else "What was before lasted"
    return (f"{was} {lasting(news)}.",)
