"""How the bot is doing: what needs attention as the title, then looks and delivery; on a second card, settings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.chat.doctor.account_lines import account_lines
from bot.chat.doctor.guild_findings import GuildFindings, number_given_up
from bot.chat.doctor.provider_search_wording import SENTENCE_LENGTH, search_listing
from bot.chat.message import Block, Card, Entry, Listing, Section, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Code, Line, Strong, ago, channel, joined
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.durations import time_span
from bot.chat.wording.numbers_and_lists import amount, count, listed, sentence_case
from bot.chat.wording.refusal_sentences import given_up_reason, warning_lines
from bot.chat.wording.text_cleaning import REASON_LENGTH, clean
from bot.errors import StorageUnavailable
from bot.health.doctor_findings import (
    CONNECTION_LOST,
    ChannelHealth,
    ConnectionHealth,
    Diagnosis,
    GivenUpAlert,
    OutboxStatistics,
    Problem,
    ProviderHealth,
    Setting,
)
from bot.history.usage_timeline import percentile
from bot.platforms import Platform, platform_of

SETTINGS = "Settings and versions"

VALUE_LENGTH = 100
SOURCE_LENGTH = 100
VERSIONS_LENGTH = 200

_SLOW = timedelta(seconds=2)
"""Minimum time that a look must take for the answer to mention it."""

_DUE_NOW = timedelta(seconds=1)
_TWO_MINUTES = timedelta(minutes=2)

_PROBLEMS: Mapping[Problem, str] = {
    Problem.GATEWAY: "Discord's gateway is not connected",
    Problem.SLACK: "Slack: commands are not answered, or no message is let through",
    Problem.WATCHER: "checks are overdue",
    Problem.PROVIDERS: "no provider can be checked",
    Problem.DATABASE: "the database does not answer",
    Problem.OUTBOX: "an alert has waited to be posted for over 10 minutes",
}


def doctor_card(
    found: GuildFindings,
    *,
    names: AccountNames,
    platform: Platform = Platform.DISCORD,
    muted: Mapping[int, tuple[Line, ...]] = MappingProxyType({}),
    title: Callable[[str], str] = str,
) -> Card:
    """Return a diagnosis as a card, whose title says what needs attention.

    Args:
        found: How the bot is doing, as the reader's guild may know it.
        names: How accounts are named.
        platform: The reader's platform.
        muted: The mutes in each alert channel of the reader's guild, one line each.
        title: Returns a provider's title.
    """
    diagnosis = found.diagnosis
    troubled_first = sorted(diagnosis.channels, key=lambda one: not one.missing)
    search, accounts = diagnosis.search, account_lines(diagnosis.providers, diagnosis.at, names)
    sections: dict[str, Block] = {
        **({"Accounts": accounts} if accounts.entries else {}),
        **({} if search is None else {"Search for providers": search_listing(search, title, names)}),
        "Alert channels": _listing(
            (
                *((*_channel(one, names), *muted.get(one.id, ())) for one in troubled_first),
                *_channels_elsewhere(found.channels_elsewhere, platform),
            )
        ),
        "Alerts": paragraph(*_outbox(diagnosis.outbox, names), _given_up_elsewhere(found.given_up_elsewhere)),
    }
    return Card(
        title=attention_title(diagnosis, sum(map(bool, muted.values()))),
        body=(
            paragraph(*(line for one in diagnosis.connections for line in warning_lines(one.troubles))),
            _listing(_looks(one, diagnosis.at, names) for one in diagnosis.providers),
            paragraph(*_program(diagnosis)),
        ),
        sections=tuple(Section(title=title, body=body) for title, body in sections.items()),
        level=Level.FREE if diagnosis.is_well else Level.TIGHT,
        at=diagnosis.at,
    )


def settings_card(diagnosis: Diagnosis) -> Card:
    """Return a card with the settings, and the versions of the program and its libraries."""
    versions = paragraph((clean(" · ".join(diagnosis.versions), VERSIONS_LENGTH),))
    return Card(
        title=SETTINGS, body=(versions, _listing((line,) for line in _settings(diagnosis.settings))), at=diagnosis.at
    )


def _listing(entries: Iterable[tuple[Line, ...]]) -> Listing:
    return Listing(entries=tuple(Entry(lines) for lines in entries))


def _program(diagnosis: Diagnosis) -> list[Line]:
    """Return how the program itself is doing: its connections, and who leads."""
    lines = [line for one in diagnosis.connections for line in _connection(one)]
    if diagnosis.leader is not None:
        lines.append((f"{diagnosis.leader.program} took the lead ", ago(diagnosis.leader.since), "."))
    return lines


def _connection(connection: ConnectionHealth) -> list[Line]:
    lines: list[Line] = []
    if connection.alive:  # otherwise it is what needs attention, named already
        latency = "" if connection.latency is None else f" in {_span(connection.latency)}"
        answers: Line = (f"Discord answers{latency}.",)
        if connection.platform is Platform.SLACK:
            answers = ("Slack is connected.",)
            if connection.since is not None:
                answers = ("Slack connected ", ago(connection.since), ".")
        lines.append(answers)
    return [*lines, *((clean(sentence, REASON_LENGTH),) for sentence in connection.facts)]


def _looks(provider: ProviderHealth, now: datetime, names: AccountNames) -> tuple[Line, ...]:
    following: Line = ("next ", ago(provider.due)) if provider.due - now > _DUE_NOW else ("checking now",)
    title = Strong(provider.title)
    if provider.at is None:
        return ((f"{Level.UNKNOWN.sign} ", title, " · not checked yet · ", *following),)
    if not provider.set_up:
        return ((f"{Level.UNKNOWN.sign} ", title, " · not set up at useapi.net · ", *following),)
    took = f", took {_span(provider.took)}" if provider.took is not None and provider.took >= _SLOW else ""
    checked: Line = ("checked ", ago(provider.at), took, " · ", *following)
    if not provider.failures:
        return ((f"{Level.FREE.sign} ", title, " · ", *checked),)
    sign = (Level.FAULTED if provider.failing else Level.TIGHT).sign
    said = names.shown(provider.sentence or "", SENTENCE_LENGTH)
    failed = "failed once" if provider.failures == 1 else f"{amount(provider.failures)} checks failed in a row"
    return (f"{sign} ", title, f" · {said or failed}"), (*((f"{sentence_case(failed)} · ",) if said else ()), *checked)


def _channel(health: ChannelHealth, names: AccountNames) -> tuple[Line, ...]:
    told: Line = ("last alert ", ago(health.last_told)) if health.last_told else ("no alert lately",)
    unknown = f"its permissions are known once {platform_of(health.id).brand} is connected"
    granted: Line = (unknown,) if health.missing is None else ()
    line = joined(((channel(health.id),), (clean(health.source, SOURCE_LENGTH),), told, granted))
    lacks = ((f"{Level.FAULTED.sign} ", names.shown(sentence, REASON_LENGTH)) for sentence in health.missing or ())
    return (line, *lacks)


def _channels_elsewhere(channels: Iterable[ChannelHealth], here: Platform) -> Iterator[tuple[Line, ...]]:
    """Count the channels of other guilds, by platform; only their own members may read more about them."""
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
        reason = names.shown(str(outbox), REASON_LENGTH)
        return ((f"{Level.FAULTED.sign} No alert can be stored or posted: ", reason),)
    backlog, waiting = outbox.backlog, Line()
    if backlog.oldest is not None:
        number = f"{count(backlog.owed, 'alert')} {'is' if backlog.owed == 1 else 'are'}"
        waiting = (f"{number} waiting to be posted, the oldest from ", ago(backlog.oldest), ".")
    return (waiting, _given_up(outbox.given_up, names), (_waits(outbox.waits),))


def _waits(waits: tuple[timedelta, ...]) -> str:
    p50, p95 = percentile(waits, 50), percentile(waits, 95)
    if p50 is None or p95 is None:
        return "No alert was posted in the last 24 hours."
    told = f"{count(len(waits), 'alert')} posted in the last 24 hours"
    if len(waits) == 1:
        return f"{told}, {_span(p50)} after the change."
    return f"{told}; half of them within {_span(p50)} of the change, 95% within {_span(p95)}."


def _given_up(given_up: Sequence[GivenUpAlert], names: AccountNames) -> Line:
    if not given_up:
        return ()
    newest, number = given_up[0], number_given_up(given_up)
    reason = names.shown(given_up_reason(newest.reason), REASON_LENGTH) or "for an unknown reason"
    said = f"{Level.FAULTED.sign} {count(number, 'alert')} given up in the last 24 hours, the newest "
    return (said, ago(newest.at), ": ", reason)


def _given_up_elsewhere(number: int) -> Line:
    """Count what was given up in other guilds: the reasons are for their own members."""
    return (f"Elsewhere, or in channels that are gone: {count(number, 'alert')} given up.",) if number else ()


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


def attention_title(diagnosis: Diagnosis, muted: int) -> str:
    """Return what needs attention: ``MiniMax can't be checked, 1 alert was given up``; else ``All is well``.

    Args:
        diagnosis: How the bot is doing.
        muted: In how many alert channels something is muted.
    """
    if needed := ", ".join(_needed(diagnosis)):
        return sentence_case(needed)
    if muted:
        return f"The bot is well, alerts are muted in {count(muted, 'channel')}"
    return "All is well"


def _needed(diagnosis: Diagnosis) -> Iterator[str]:
    yield from _of_checks(diagnosis)
    if accounts := sum(one.in_need(diagnosis.at) for one in diagnosis.providers):
        yield f"{count(accounts, 'account')} {'needs' if accounts == 1 else 'need'} attention"
    if lacking := sum(bool(one.missing) for one in diagnosis.channels):
        yield f"something is missing in {count(lacking, 'alert channel')}"
    for connection in diagnosis.connections:
        if connection.troubles and CONNECTION_LOST[connection.platform] not in diagnosis.problems:
            yield f"{connection.platform.brand} needs attention"
    if not isinstance(diagnosis.outbox, StorageUnavailable):
        given_up = number_given_up(diagnosis.outbox.given_up)
        if given_up:
            yield f"{count(given_up, 'alert')} {'was' if given_up == 1 else 'were'} given up"


def _of_checks(diagnosis: Diagnosis) -> Iterator[str]:
    """Return what keeps the bot from watching or alerting, and which providers it can't check or find."""
    unchecked = [one.title for one in diagnosis.providers if one.set_up and one.failing]
    for problem in diagnosis.problems:
        alone = problem is Problem.PROVIDERS and len(unchecked) == 1
        yield f"{unchecked[0]} can't be checked" if alone else _PROBLEMS[problem]
    search = diagnosis.search
    if Problem.PROVIDERS not in diagnosis.problems:
        if unchecked:
            yield f"{listed(unchecked)} can't be checked"
        if search is not None and search.trouble is not None:
            yield "the search for providers fails"
    if search is not None and search.found_nothing and search.trouble is None:
        yield "no account was found at useapi.net"
