"""How the bot is doing, for whoever runs it: what needs a person first, then looks, delivery, versions, settings."""

from datetime import datetime, timedelta

import discord

from bot.chat.embeds.fit import FIELD_VALUE, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.words import ago
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.text import amount, clip, count, duration, plain
from bot.errors import StorageUnavailable
from bot.health.diagnosis import (
    ChannelHealth,
    Diagnosis,
    GivenUpAlert,
    OutboxStatistics,
    Problem,
    ProviderHealth,
    Setting,
)
from bot.history.usage_statistics import percentile

SENTENCE_LENGTH = 160
REASON_LENGTH = 300
VALUE_LENGTH = 100
SOURCE_LENGTH = 100
VERSIONS_LENGTH = 200

PROVIDERS_BUDGET = 2400
"""With the fields at their longest, the embed stays below what all embeds of a message may hold."""

_WELL = "Looks and deliveries go well."
_MARKED = "The bot works; what needs attention is marked."
_A_MINUTE = timedelta(minutes=1)
_WORDS = {
    Problem.GATEWAY: "Discord's gateway is not connected.",
    Problem.WATCHER: "Looks are overdue: the watcher stands still.",
    Problem.PROVIDERS: "No provider can be checked.",
    Problem.DATABASE: "The database does not answer, so no alert can be stored or sent.",
    Problem.OUTBOX: "An alert has been owed for more than 10 minutes.",
}


def doctor_embed(diagnosis: Diagnosis, *, names: AccountNames) -> discord.Embed:
    """Draw a check-up; what needs a person begins with a warning sign."""
    problems = [f"{Level.FAULTED.sign} {_WORDS[one]}" for one in diagnosis.problems]
    providers = fit(diagnosis.providers, lambda one: _looks(one, diagnosis.at, names), PROVIDERS_BUDGET)
    troubled_first = sorted(diagnosis.channels, key=lambda one: not one.missing)
    fields = {
        "Alert channels": fit(troubled_first, lambda one: _channel(one, names), FIELD_VALUE),
        "Outbox": _outbox(diagnosis.outbox, names),
        "Versions": plain(" · ".join(diagnosis.versions), VERSIONS_LENGTH),
        "Settings": _settings(diagnosis.settings),
    }
    head = problems or [_WELL if diagnosis.is_well else _MARKED]
    embed = discord.Embed(
        title="Doctor · all is well" if diagnosis.is_well else "Doctor · something needs attention",
        description="\n".join([*head, *_gateway(diagnosis), "", providers]).rstrip(),
        colour=(Level.FREE if diagnosis.is_well else Level.TIGHT).colour,
        timestamp=diagnosis.at,
    )
    for name, text in fields.items():
        if text:
            embed.add_field(name=name, value=text, inline=False)
    return embed


def _gateway(diagnosis: Diagnosis) -> list[str]:
    if not diagnosis.gateway:
        return []  # a problem, named already
    return [f"Discord's gateway answers{'' if diagnosis.latency is None else f' in {_span(diagnosis.latency)}'}."]


def _looks(looks: ProviderHealth, now: datetime, names: AccountNames) -> str:
    following = f"next {ago(looks.due)}" if looks.due > now else "looking now"
    if looks.at is None:
        return f"{Level.UNKNOWN.sign} **{looks.title}** · not looked at yet · {following}"
    took = "" if looks.took is None else f", took {_span(looks.took)}"
    looked = f"**{looks.title}** · looked {ago(looks.at)}{took}"
    if not looks.failures:
        return f"{Level.FREE.sign} {looked} · {following}"
    sign = (Level.FAULTED if looks.failing else Level.TIGHT).sign
    failed = "failed once" if looks.failures == 1 else f"{amount(looks.failures)} failed in a row"
    said = names.say(looks.sentence or "", SENTENCE_LENGTH)
    return f"{sign} {looked} · {failed} · {following}\n{said}".rstrip()


def _channel(channel: ChannelHealth, names: AccountNames) -> str:
    told = f"last told {ago(channel.last_told)}" if channel.last_told else "nothing told lately"
    if channel.missing is None:
        granted = "its permissions are known once the gateway is connected"
    else:
        granted = "something is missing" if channel.missing else "permissions all granted"
    line = f"<#{channel.id}> · {clip(channel.source, SOURCE_LENGTH)} · {told} · {granted}"
    lacks = [f"{Level.FAULTED.sign} {names.say(sentence, REASON_LENGTH)}" for sentence in channel.missing or ()]
    return fit([line, *lacks], str, FIELD_VALUE)


def _outbox(outbox: OutboxStatistics | StorageUnavailable, names: AccountNames) -> str:
    if isinstance(outbox, StorageUnavailable):
        return f"{Level.FAULTED.sign} Not known: {names.say(str(outbox), REASON_LENGTH)}"
    owed = "Nothing is owed."
    if outbox.oldest is not None:
        owed = f"{count(outbox.owed, 'alert')} owed, the oldest since {ago(outbox.oldest)}."
    return "\n".join((owed, _given_up(outbox.given_up, outbox.newest_given_up, names), _waits(outbox.waits)))


def _waits(waits: tuple[timedelta, ...]) -> str:
    p50, p95 = percentile(waits, 50), percentile(waits, 95)
    if p50 is None or p95 is None:
        return "Nothing was told in the last 24 hours."
    told = f"{count(len(waits), 'alert')} told in the last 24 hours"
    return f"{told}; from seen to told: p50 {_span(p50)}, p95 {_span(p95)}."


def _given_up(number: int, newest: GivenUpAlert | None, names: AccountNames) -> str:
    if newest is None:
        return "Nothing was given up in the last 24 hours."
    reason = names.say(newest.reason, REASON_LENGTH) or "for an unknown reason"
    given_up = f"{count(number, 'alert')} given up in the last 24 hours"
    return f"{Level.FAULTED.sign} {given_up}, the newest {ago(newest.at)}: {reason}"


def _settings(settings: tuple[Setting, ...]) -> str:
    given = [f"`{one.name}` {plain(one.value, VALUE_LENGTH)}" for one in settings if one.value is not None]
    absent = [f"`{one.name}`" for one in settings if one.value is None]
    return fit([*given, *([f"Not set: {', '.join(absent)}"] if absent else [])], str, FIELD_VALUE)


def _span(span: timedelta) -> str:
    if span >= _A_MINUTE:
        return duration(span)
    seconds = max(span.total_seconds(), 0)
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
