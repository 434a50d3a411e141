"""How the bot is doing: what needs attention first, then looks, delivery, versions, settings."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.chat.doctor.account_wording import accounts_listing
from bot.chat.doctor.search_wording import SENTENCE_LENGTH, search_listing
from bot.chat.level_signs import Level
from bot.chat.message import Block, Card, Entry, Listing, Paragraph, Section, paragraph
from bot.chat.text_spans import Code, Line, Strong, ago, channel, joined
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.durations import time_span
from bot.chat.wording.given_up import given_up_reason
from bot.chat.wording.sentence import warning_lines
from bot.chat.wording.text import REASON_LENGTH, amount, clean, count
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import (
    ChannelHealth,
    ConnectionHealth,
    Diagnosis,
    GivenUpAlert,
    OutboxStatistics,
    Problem,
    ProviderHealth,
    Setting,
)
from bot.history.usage_statistics import percentile
from bot.platforms.platform import Platform, platform_of

VALUE_LENGTH = 100
SOURCE_LENGTH = 100
VERSIONS_LENGTH = 200

_WELL = "Checks and deliveries go well."
_MARKED = "The bot works; what needs attention is marked."
_TWO_MINUTES = timedelta(minutes=2)
_WORDS = {
    Problem.GATEWAY: "Discord's gateway is not connected.",
    Problem.SLACK: "Slack: commands are not answered, or no message is let through.",
    Problem.WATCHER: "Checks are overdue: the poller stands still.",
    Problem.PROVIDERS: "No provider can be checked.",
    Problem.DATABASE: "The database does not answer, so no alert can be stored or sent.",
    Problem.OUTBOX: "An alert has been waiting to be posted for more than 10 minutes.",
}


def doctor_card(
    diagnosis: Diagnosis,
    *,
    names: AccountNames,
    platform: Platform = Platform.DISCORD,
    elsewhere: Collection[int] = (),
    muted: Mapping[int, tuple[Line, ...]] = MappingProxyType({}),
    title: Callable[[str], str] = str,
) -> Card:
    """Return a diagnosis as a card; what needs attention has a warning sign.

    Args:
        diagnosis: How the bot is doing.
        names: How accounts are named.
        platform: The reader's platform; channels of others are only counted.
        elsewhere: The alert channels of other guilds, which are only counted, too.
        muted: The mutes in each alert channel of the reader's guild, one line each.
        title: Returns a provider's title.
    """
    here = [one for one in diagnosis.channels if platform_of(one.id) is platform and one.id not in elsewhere]
    troubled_first = sorted(here, key=lambda one: not one.missing)
    search, accounts = diagnosis.search, accounts_listing(diagnosis.providers, diagnosis.at, names)
    sections: dict[str, Block] = {
        **({"Accounts": accounts} if accounts.entries else {}),
        **({} if search is None else {"Search for providers": search_listing(search, title, names)}),
        "Alert channels": _listing(
            (
                *((*_channel(one, names), *muted.get(one.id, ())) for one in troubled_first),
                *_channels_elsewhere((one for one in diagnosis.channels if one not in here), platform),
            )
        ),
        "Alerts": paragraph(*_outbox(diagnosis.outbox, names)),
        "Versions": paragraph((clean(" · ".join(diagnosis.versions), VERSIONS_LENGTH),)),
        "Settings": _listing((line,) for line in _settings(diagnosis.settings)),
    }
    return Card(
        title=_title(diagnosis, sum(map(bool, muted.values()))),
        body=(_head(diagnosis), _listing(_looks(one, diagnosis.at, names) for one in diagnosis.providers)),
        sections=tuple(Section(title=title, body=body) for title, body in sections.items()),
        level=Level.FREE if diagnosis.is_well else Level.TIGHT,
        at=diagnosis.at,
    )


def _title(diagnosis: Diagnosis, muted: int) -> str:
    if not diagnosis.is_well:
        return "Doctor · something needs attention"
    if not muted:
        return "Doctor · all is well"
    return f"Doctor · the bot is well, alerts are muted in {count(muted, 'channel')}"


def _listing(entries: Iterable[tuple[Line, ...]]) -> Listing:
    return Listing(entries=tuple(Entry(lines) for lines in entries))


def _head(diagnosis: Diagnosis) -> Paragraph:
    problems: list[Line] = [(f"{Level.FAULTED.sign} {_WORDS[one]}",) for one in diagnosis.problems]
    lines = problems or [(_WELL if diagnosis.is_well else _MARKED,)]
    lines += [line for one in diagnosis.connections for line in _connection(one)]
    if diagnosis.leader is not None:
        lines.append((f"{diagnosis.leader.program} took the lead ", ago(diagnosis.leader.since), "."))
    return paragraph(*lines)


def _connection(connection: ConnectionHealth) -> list[Line]:
    lines: list[Line] = []
    if connection.alive:  # otherwise it is one of the problems, named already
        latency = "" if connection.latency is None else f" in {_span(connection.latency)}"
        answers: Line = (f"Discord's gateway answers{latency}.",)
        if connection.platform is Platform.SLACK:
            answers = ("Slack is connected.",)
            if connection.since is not None:
                answers = ("Slack connected ", ago(connection.since), ".")
        lines.append(answers)
    lines += warning_lines(connection.troubles)
    return [*lines, *((clean(sentence, REASON_LENGTH),) for sentence in connection.facts)]


def _looks(provider: ProviderHealth, now: datetime, names: AccountNames) -> tuple[Line, ...]:
    following: Line = ("next ", ago(provider.due)) if provider.due > now else ("checking now",)
    title = Strong(provider.title)
    if provider.at is None:
        return ((f"{Level.UNKNOWN.sign} ", title, " · not checked yet · ", *following),)
    if not provider.set_up:
        return ((f"{Level.UNKNOWN.sign} ", title, " · not set up at useapi.net · ", *following),)
    took = "" if provider.took is None else f", took {_span(provider.took)}"
    looked: Line = (title, " · checked ", ago(provider.at), took)
    if not provider.failures:
        return ((f"{Level.FREE.sign} ", *looked, " · ", *following),)
    sign = (Level.FAULTED if provider.failing else Level.TIGHT).sign
    failed = "failed once" if provider.failures == 1 else f"{amount(provider.failures)} failed in a row"
    line = (f"{sign} ", *looked, f" · {failed} · ", *following)
    said = names.shown(provider.sentence or "", SENTENCE_LENGTH)
    return (line, (said,)) if said else (line,)


def _channel(health: ChannelHealth, names: AccountNames) -> tuple[Line, ...]:
    told: Line = ("last alert ", ago(health.last_told)) if health.last_told else ("no alert lately",)
    if health.missing is None:
        granted = f"its permissions are known once {platform_of(health.id).brand} is connected"
    else:
        granted = "something is missing" if health.missing else "permissions all granted"
    line = joined(((channel(health.id),), (clean(health.source, SOURCE_LENGTH),), told, (granted,)))
    lacks = ((f"{Level.FAULTED.sign} ", names.shown(sentence, REASON_LENGTH)) for sentence in health.missing or ())
    return (line, *lacks)


def _channels_elsewhere(channels: Iterable[ChannelHealth], here: Platform) -> Iterator[tuple[Line, ...]]:
    """Count the channels of other guilds and of each other platform, which only their own members may read of."""
    by_platform: dict[Platform, list[ChannelHealth]] = {}
    for one in channels:
        by_platform.setdefault(platform_of(one.id), []).append(one)
    for platform, there in by_platform.items():
        where = f"Elsewhere on {platform.brand}" if platform is here else f"On {platform.brand}"
        lacking = sum(bool(one.missing) for one in there)
        lacks = f"; {Level.FAULTED.sign} something is missing in {amount(lacking)}" if lacking else ""
        yield ((f"{where}: {count(len(there), 'channel')}{lacks}.",),)


def _outbox(outbox: OutboxStatistics | StorageUnavailable, names: AccountNames) -> tuple[Line, ...]:
    if isinstance(outbox, StorageUnavailable):
        return ((f"{Level.FAULTED.sign} Not known: ", names.shown(str(outbox), REASON_LENGTH)),)
    owed: Line = ("No alert is waiting to be posted.",)
    backlog = outbox.backlog
    if backlog.oldest is not None:
        waiting = f"{count(backlog.owed, 'alert')} {'is' if backlog.owed == 1 else 'are'} waiting to be posted"
        owed = (f"{waiting}, the oldest from ", ago(backlog.oldest), ".")
    return (owed, _given_up(outbox.given_up, outbox.newest_given_up, names), (_waits(outbox.waits),))


def _waits(waits: tuple[timedelta, ...]) -> str:
    p50, p95 = percentile(waits, 50), percentile(waits, 95)
    if p50 is None or p95 is None:
        return "None was posted in the last 24 hours."
    told = f"{count(len(waits), 'alert')} posted in the last 24 hours"
    return f"{told}; half of them within {_span(p50)} of the change, 95 % within {_span(p95)}."


def _given_up(number: int, newest: GivenUpAlert | None, names: AccountNames) -> Line:
    if newest is None:
        return ("None was given up in the last 24 hours.",)
    reason = names.shown(given_up_reason(newest.reason), REASON_LENGTH) or "for an unknown reason"
    given_up = f"{Level.FAULTED.sign} {count(number, 'alert')} given up in the last 24 hours, the newest "
    return (given_up, ago(newest.at), ": ", reason)


def _settings(settings: tuple[Setting, ...]) -> list[Line]:
    given: list[Line] = [
        (Code(one.name), " ", clean(one.value, VALUE_LENGTH)) for one in settings if one.value is not None
    ]
    absent = joined(((Code(one.name),) for one in settings if one.value is None), ", ")
    return [*given, ("Not set: ", *absent)] if absent else given


def _span(span: timedelta) -> str:
    if span >= _TWO_MINUTES:
        return time_span(span)
    seconds = max(span.total_seconds(), 0)
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
