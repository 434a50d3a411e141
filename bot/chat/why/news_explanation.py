"""Explains one topic of an alert at length: what was seen, and what that meant for the channel."""

from collections.abc import Mapping
from datetime import datetime

from bot.alerts.alert import Part
from bot.alerts.news import News, Reason, Withheld, WithheldBecause
from bot.chat.alert.alert_names import AlertNames
from bot.chat.alert.condition_words import CONDITION_WORDS, TOPIC_WORDS
from bot.chat.alert.news_lines import job_name
from bot.chat.alert.news_words import (
    Reading,
    is_of_provider,
    is_over,
    is_superseded,
    is_unfollowed,
    lasting,
    level,
    often,
    reading,
    slots,
    untold_changes,
)
from bot.chat.message import Paragraph, paragraph
from bot.chat.text_spans import Line, Strong, coming, exact, member
from bot.chat.wording.account_names import Naming
from bot.chat.wording.durations import typed_span
from bot.chat.wording.text import REASON_LENGTH, amount, sentence_case
from bot.platforms.platform_words import CommandName
from bot.subscriptions.topic import Condition, TopicKind

_INFERRED = "inferred, because the provider's list left it out while jobs were running on it"

REASONS: Mapping[Reason, str] = {
    Reason.CHANGED: "Posted because it had changed since the last alert.",
    Reason.QUIET_OVER: "Posted when quiet hours were over, because it had changed in them.",
    Reason.EDITED: "The message was edited when it was over.",
    Reason.FLAPPING: "Counted in one message because it kept changing.",
    Reason.SETTLED: "Posted because it had kept changing and then settled.",
}
"""Why news was posted; ``hindrance`` words why a whole message was not."""


def news_paragraph(news: News, part: Part, naming: Naming, names: AlertNames) -> Paragraph:
    """Return what was seen and when, the states before and after, and what delayed the alert."""
    silent = news.what in {Condition.SILENT, Condition.UNUSABLE}
    sentence = names.accounts.shown(news.details.sentence, REASON_LENGTH) if news.details.sentence and silent else ""
    return paragraph(
        (f"{level(news).sign} ", *_topic(news, part, naming, names), f" · {_step(news)}"),
        _seen(news, part),
        (sentence,) if sentence else (),
        (f"Anything shorter than {typed_span(news.hold)} is ignored.",) if news.hold else (),
        (f"{sentence_case(untold_changes(news))}.",) if untold_changes(news) else (),
        () if news.withheld is None else ("Not posted until then: ", *hindrance(news.withheld, news.since), "."),
        _flapping(news),
        _ended(news),
        (REASONS[news.reason],) if news.reason is not None and news.reason in REASONS else (),
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


def _topic(news: News, part: Part, naming: Naming, names: AlertNames) -> Line:
    if news.topic.kind is TopicKind.JOB:
        return job_name(news, naming)
    whose = names.provider(part.provider) if is_of_provider(news) else naming.name(news.topic.account)
    aspect = TOPIC_WORDS[news.topic.kind].aspect
    return (Strong(f"{aspect} of {whose}" if aspect else whose),)


def _step(news: News) -> str:
    if news.before is None:
        return f"now {CONDITION_WORDS[news.what].state}"  # what was posted before, if anything, is void
    return f"{CONDITION_WORDS[news.before].state} → {CONDITION_WORDS[news.what].state}"


def _seen(news: News, part: Part) -> Line:
    """Return when it was seen; an edited message may cover later moments than its first look."""
    seen: Line = (", seen at ", exact(part.at)) if part.at > news.since else ()
    what = f": {slots(news)}" if slots(news) else ""
    inferred = f", {_INFERRED}" if news.details.inferred and news.what is Condition.FULL else ""
    warned = "" if news.details.warn is None else f", warned at {amount(news.details.warn)} or fewer"
    return ("Since ", exact(news.since), *seen, f"{what}{inferred}{warned}.")


def _flapping(news: News) -> Line:
    if news.flaps is None:
        return ()
    changed = "keeps changing" if reading(news) is Reading.FLAPPING else "kept changing"
    return (f"It {changed}: {often(news)}, since ", exact(news.flaps.since), ".")


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
    return (f"The state before had lasted {lasting(news)}.",) if lasting(news) else ()
