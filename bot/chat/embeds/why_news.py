"""What was seen of a topic and what that meant for the channel, for whoever asks why; its message says it in short."""

from datetime import timedelta

from bot.alerts.alert import Part
from bot.alerts.news import News, Withheld, WithheldBecause
from bot.chat.embeds.moments import clock, exact
from bot.chat.embeds.news import STATES, Reading, is_over, lasting, level, often, reading, slots, unheard
from bot.chat.embeds.news_line import job_name
from bot.chat.embeds.speech import Speech
from bot.chat.wording.account_names import Naming
from bot.chat.wording.text import amount
from bot.subscriptions.topic import Condition, TopicKind

SENTENCE_LENGTH = 300

_INFERRED = "inferred, because the provider's list left it out while jobs were running on it"


def explained(news: News, part: Part, naming: Naming, speech: Speech) -> str:
    """Tell what was seen and when, the states before and after, and what kept it back or was waited for."""
    sentences = (
        _seen(news, part),
        speech.names.say(news.details.sentence, SENTENCE_LENGTH)
        if news.details.sentence and news.what is Condition.SILENT
        else "",
        f"It had to last {seconds(news.hold)} to count." if news.hold else "",
        f"It {unheard(news)}." if unheard(news) else "",
        "" if news.withheld is None else f"Kept back until then: {hindrance(news.withheld)}.",
        _flapping(news),
        _ended(news),
    )
    head = f"{level(news).sign} {_topic(news, part, naming, speech)} · {_step(news)}"
    return "\n".join([head, *filter(None, sentences)])


def hindrance(withheld: Withheld) -> str:
    """Name what keeps a change from being told: ``muted by @jo until 14:05``."""
    until = "" if withheld.until is None else f" until {clock(withheld.until)}"
    match withheld.why:
        case WithheldBecause.PAUSED:
            return f"the channel is paused{until}, because it refused alerts; `/watch list` says why"
        case WithheldBecause.MUTED:
            return f"muted{'' if withheld.by is None else f' by <@{withheld.by}>'}{until}"
        case WithheldBecause.QUIET:
            return f"quiet hours{until}"
        case WithheldBecause.NOT_ASKED:
            return "the watch does not ask for it with its `when`"
        case WithheldBecause.TOO_SHORT:
            return "it did not last as long as the watch's `hold`"


def seconds(span: timedelta) -> str:
    """Say a hold as it is typed."""
    return f"{amount(int(span.total_seconds()))} s"


def _topic(news: News, part: Part, naming: Naming, speech: Speech) -> str:
    provider = speech.provider(part.provider)
    match news.topic.kind:
        case TopicKind.ACCOUNT:
            return f"**{naming.plain(news.topic.account)}**"
        case TopicKind.JOB:
            return job_name(news, naming)
        case TopicKind.POOL:
            return f"**Free slots of {provider}**"
        case TopicKind.PROVIDER:
            return f"**{provider}**"


def _step(news: News) -> str:
    before = "?" if news.before is None else STATES[news.before]
    known = "; it is not known what was told last" if news.before is None else ""
    return f"{before} → {STATES[news.what]}{known}"


def _seen(news: News, part: Part) -> str:
    """Say when; a message that lives on tells of later moments than that of its first look."""
    seen = f", seen at {exact(part.at)}" if part.at > news.since else ""
    what = f": {slots(news)}" if news.topic.kind in {TopicKind.ACCOUNT, TopicKind.POOL} else ""
    inferred = f", {_INFERRED}" if news.details.inferred and news.what is Condition.FULL else ""
    warned = "" if news.details.warn is None else f", warned at {amount(news.details.warn)} or fewer"
    return f"Since {exact(news.since)}{seen}{what}{inferred}{warned}."


def _flapping(news: News) -> str:
    if news.flaps is None:
        return ""
    changed = "keeps changing" if reading(news) is Reading.FLAPPING else "kept changing"
    return f"It {changed}: {often(news)}, since {exact(news.flaps.since)}."


def _ended(news: News) -> str:
    if news.closed is not None and is_over(news):
        lasted = f"after {lasting(news)}" if lasting(news) else "as nobody follows it here any more"
        return f"Closed at {exact(news.closed.at)}, {lasted}."
    return f"The state before had lasted {lasting(news)}." if lasting(news) else ""
