"""A topic and what became of it, as a clause of a headline: ``studio-b is full``, ``2 accounts are full``."""

from collections.abc import Iterable, Sequence

from bot.alerts.news import News, RunningJob
from bot.chat.alert.condition_words import CONDITION_WORDS, FLAPPING_WORDS
from bot.chat.alert.health_sentences import health_state, many_unusable, many_usable, quota_used, unusable
from bot.chat.alert.news_phrases import STAYS, past, settled
from bot.chat.alert.news_state import Reading, is_of_provider, reading
from bot.chat.text_spans import Line, Strong
from bot.chat.wording.account_names import Naming
from bot.chat.wording.job_lines import REFERENCE_LENGTH
from bot.chat.wording.numbers_and_lists import count
from bot.subscriptions.topics_and_conditions import OF_ACCOUNTS, OF_PROVIDERS, Condition, TopicKind


def groups_of(news: Iterable[News]) -> Iterable[Sequence[News]]:
    """Group news that share a phrase."""
    groups: dict[tuple[TopicKind, Condition, Reading], list[News]] = {}
    for one in news:
        groups.setdefault((one.topic.kind, one.what, reading(one)), []).append(one)
    return groups.values()


def phrase(group: Sequence[News], naming: Naming) -> Line:
    """Return a phrase for topics with the same news: one by its name, several by their number."""
    news = group[0]
    match news.topic.kind:
        case kind if kind in OF_PROVIDERS:
            return (_one(news),)
        case TopicKind.ACCOUNT | TopicKind.JOB if len(group) > 1:
            return (f"{count(len(group), news.topic.kind)} {_many(news)}",)
        case TopicKind.ACCOUNT:
            return (Strong(naming.name(news.topic.account)), f" {_one(news)}")
        case TopicKind.JOB:
            return (*job_subject(news.details.stuck, news.topic.account, naming), f" {_one(news)}")
        case _ if len(group) > 1:
            return (f"{count(len(group), 'account')} {_many_in_health(group)}",)
        case _:
            state = health_state(news) if reading(news) is Reading.PLAIN else (_one(news),)
            return (Strong(naming.name(news.topic.account)), " ", *state)


def job_subject(job: RunningJob | None, account: str | None, naming: Naming) -> Line:
    """Return a job within a sentence, by its reference or else by its kind: ``shot-12 on studio-a``."""
    reference = "" if job is None else naming.names.shown(job.reply_ref or "", REFERENCE_LENGTH)
    kind = "job" if job is None else str(job.kind)
    return (Strong(reference or kind), *((" on ", naming.name(account)) if account else ()))


def _one(news: News) -> str:
    match reading(news):
        case Reading.OVER:
            return past(news)
        case Reading.FLAPPING:
            return f"keeps {FLAPPING_WORDS[news.topic.kind]}"
        case Reading.FLAPPED:
            return f"kept {FLAPPING_WORDS[news.topic.kind]}"
        case Reading.SETTLED:
            return settled(news)
        case Reading.PLAIN:
            return CONDITION_WORDS[news.what].of_one


def _many(news: News) -> str:
    match reading(news):
        case Reading.PLAIN:
            return CONDITION_WORDS[news.what].of_many
        case Reading.OVER:
            return f"were {CONDITION_WORDS[news.what].state}"
        case Reading.FLAPPING:
            return f"keep {FLAPPING_WORDS[news.topic.kind]}"
        case Reading.FLAPPED:
            return f"kept {FLAPPING_WORDS[news.topic.kind]}"
        case Reading.SETTLED if news.what in STAYS:
            return f"stay {CONDITION_WORDS[news.what].state} now"
        case Reading.SETTLED:
            return CONDITION_WORDS[news.what].of_many


def _many_in_health(group: Sequence[News]) -> str:
    plain = reading(group[0]) is Reading.PLAIN
    match group[0].what:
        case Condition.UNUSABLE if plain:
            return many_unusable(group)
        case Condition.USABLE if plain:
            return many_usable(group)
        case _:
            return _many(group[0])


def claim(group: Sequence[News], provider: str, naming: Naming) -> str:
    """Return the claim that a message made about topics that share a state, now over: ``studio-b is full``."""
    news = group[0]
    changing = reading(news) is Reading.FLAPPED
    if len(group) > 1 and not is_of_provider(news):
        state = f"keep {FLAPPING_WORDS[news.topic.kind]}" if changing else f"are {CONDITION_WORDS[news.what].state}"
        return f"{count(len(group), 'job' if news.topic.kind is TopicKind.JOB else 'account')} {state}"
    subject = provider
    if news.topic.kind in OF_ACCOUNTS:
        subject = naming.name(news.topic.account)
    elif news.topic.kind is TopicKind.JOB:
        subject = _text(job_subject(news.details.stuck, news.topic.account, naming))
    if changing:
        return f"{subject} keeps {FLAPPING_WORDS[news.topic.kind]}"
    if news.what is Condition.UNUSABLE:
        return f"{subject} {unusable(news)}"
    if news.what is Condition.QUOTA_LOW:
        return f"{subject} {quota_used(news)}"
    return f"{subject} {'is low' if news.what is Condition.LOW else CONDITION_WORDS[news.what].of_one}"


def _text(line: Line) -> str:
    return "".join(span if isinstance(span, str) else span.text for span in line if isinstance(span, str | Strong))
