"""A piece of news at length: the line of an account or the pool, the sentences of a provider; not the title above."""

from collections import Counter
from collections.abc import Sequence

from bot.alerts.news import News
from bot.chat.embeds.fit import and_more
from bot.chat.embeds.level import Level
from bot.chat.embeds.measured import usually_frees
from bot.chat.embeds.news import FLAPS, STATES, Reading, lasting, level, often, past, reading, slots, unheard
from bot.chat.embeds.words import ago
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import amount
from bot.subscriptions.topic import Condition, TopicKind

REFERENCE_LENGTH = 64

_UNFOLLOWED = "nobody follows it here any more"

_COUNTED = {Level.FULL: "full", Level.TIGHT: "low, stuck or changing", Level.FREE: "free again", Level.UNKNOWN: "over"}


def news_line(news: News, naming: Naming) -> str:
    """Say news of an account, a job or the pool: ``🔴 **studio-a** · full, 5 of 5 in use``."""
    sign, said = level(news).sign, _said(news)
    match news.topic.kind:
        case TopicKind.ACCOUNT:
            return f"{sign} **{naming.plain(news.topic.account)}** · {said}"
        case TopicKind.JOB:
            return f"{sign} {job_name(news, naming)} · {said}"
        case _:
            return f"{sign} {_sentence(said)}"


def job_name(news: News, naming: Naming) -> str:
    """Name a job as its maker would know it: ``**shot-12** · video on studio-a``."""
    where = naming.plain(news.topic.account) if news.topic.account else "an unknown account"
    if news.details.stuck is None:
        return f"job on {where}"
    reference = naming.names.say(news.details.stuck.reply_ref or "", REFERENCE_LENGTH)
    return " · ".join([*([f"**{reference}**"] if reference else []), f"{news.details.stuck.kind} on {where}"])


def provider_lines(news: News, names: AccountNames, limit: int) -> str:
    """Say news of the provider itself; nothing where the title says it all.

    Args:
        news: What became of it.
        names: Says whether e-mails may be shown.
        limit: The characters there are for the reason.
    """
    if reading(news) in {Reading.FLAPPING, Reading.FLAPPED, Reading.SETTLED}:
        said = f"{_sentence(_said(news))}."
    elif reading(news) is Reading.OVER:
        said = f"Looks failed for {lasting(news)}." if lasting(news) else f"{_sentence(_UNFOLLOWED)}."
    elif news.what is Condition.SILENT:
        said = f"Looks have failed since {ago(news.since)}. Until they work again, nothing is told of its accounts."
    else:
        said = f"Looks failed for {lasting(news)}." if lasting(news) else ""
    reason = (
        names.say(news.details.sentence or "The reason is not known.", limit) if news.what is Condition.SILENT else ""
    )
    changed = f"It {unheard(news)}." if unheard(news) else ""
    return "\n".join(filter(None, (reason, said, changed)))


def more_news(left: Sequence[News]) -> str:
    """Count news that got no line: ``and 170 more: 120 full, 50 free again``."""
    counts = Counter(_COUNTED[level(news)] for news in left)
    return f"{and_more(left)}: {', '.join(f'{amount(number)} {what}' for what, number in counts.items())}"


def _said(news: News) -> str:
    match reading(news):
        case Reading.PLAIN:
            return _plainly(news)
        case Reading.OVER:
            warned = _warned(news) if news.what is Condition.LOW else ""
            return f"{past(news)}{warned}" if lasting(news) else f"{past(news)}; {_UNFOLLOWED}"
        case Reading.FLAPPING:
            return f"keeps {FLAPS[news.topic.kind]}: {often(news)}, now {STATES[news.what]}"
        case Reading.FLAPPED:
            kept = f"kept {FLAPS[news.topic.kind]}: {often(news)}"
            return kept if lasting(news) else f"{kept}; {_UNFOLLOWED}"
        case Reading.SETTLED:
            return f"has settled: {_state(news)}, after {often(news)}"


def _state(news: News) -> str:
    match news.topic.kind:
        case TopicKind.ACCOUNT:
            return f"{STATES[news.what]}, {slots(news)}"
        case TopicKind.POOL:
            return slots(news)
        case TopicKind.PROVIDER | TopicKind.JOB:
            return STATES[news.what]


def _plainly(news: News) -> str:
    again = f", {unheard(news)}" if news.before is news.what and unheard(news) else ""
    since = f" · {unheard(news)}" if unheard(news) and not again else ""
    ended = f" · {_ended(news)}" if lasting(news) else ""
    match news.what:
        case Condition.STUCK:
            return f"stuck, running since {ago(news.since)}{again}{since}"
        case Condition.GOES_ON:
            return f"{STATES[news.what]}{again}{since}"
        case Condition.LOW:
            return f"{slots(news)}{_warned(news)}{again}{since}"
        case Condition.RISEN:
            over = "" if news.details.warn is None else f": more than {amount(news.details.warn)}"
            return f"{slots(news)} again{over}{again}{ended}{since}"
        case Condition.FREED:
            return f"free again{again}, {slots(news)}{ended}{since}"
        case _:
            inferred = " (inferred)" if news.details.inferred else ""
            frees = "" if news.frees is None else f" · {usually_frees(news.frees)}"
            return f"{STATES[news.what]}{inferred}{again}, {slots(news)}{frees}{since}"


def _warned(news: News) -> str:
    return "" if news.details.warn is None else f", warned at {amount(news.details.warn)} or fewer"


def _ended(news: News) -> str:
    return f"was {'low' if news.what is Condition.RISEN else 'full'} for {lasting(news)}"


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
