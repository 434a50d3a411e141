"""Why an alert was told, or was not: what was seen, and how its message fared; what that says is ``alert``'s."""

from collections.abc import Mapping
from datetime import timedelta

import discord

from bot.alerts.alert import Alert, Changes, Drill
from bot.alerts.board_content import BoardContent
from bot.alerts.news import Withheld, WithheldBecause
from bot.alerts.slot_notice import SlotNotice
from bot.chat.embeds.alert import short_id
from bot.chat.embeds.fit import DESCRIPTION, FIELD_VALUE, TITLE, fit
from bot.chat.embeds.headline import headline
from bot.chat.embeds.level import Level
from bot.chat.embeds.moments import exact
from bot.chat.embeds.news import by_urgency
from bot.chat.embeds.speech import Among, Speech, nobody_else
from bot.chat.embeds.why_news import explained, hindrance, seconds
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import clip, count, duration
from bot.delivery.stored_alerts import StoredAlert

CHOICE_LENGTH = 100
"""https://discord.com/developers/docs/interactions/application-commands#application-command-object"""

LISTED = 10
"""So many topics are explained."""

REASON_LENGTH = 300

_A_MINUTE = timedelta(minutes=1)

_NOT_SENT: Mapping[WithheldBecause, str] = {
    WithheldBecause.PAUSED: "paused",
    WithheldBecause.MUTED: "muted",
    WithheldBecause.QUIET: "quiet hours",
    WithheldBecause.NOT_ASKED: "not asked for",
    WithheldBecause.TOO_SHORT: "too short",
}
"""Why an alert was not sent, in a list to choose from; at length in ``why_news.hindrance``."""


def why_embed(
    entry: StoredAlert,
    words: Mapping[str, ProviderWords],
    names: AccountNames,
    *,
    guild: int,
    among: Among = nobody_else,
) -> discord.Embed:
    """Explain an alert to whoever asks; the answer is for them alone.

    Args:
        entry: What is stored of it.
        words: How each provider is spoken of.
        names: How accounts are named.
        guild: The guild of its channel, for a link to the message.
        among: Gives all known accounts of a provider.
    """
    speech = Speech(words=words, names=names, among=among)
    embed = discord.Embed(
        title=clip(f"Why? · {headline(entry.alert, speech)}", TITLE),
        description=_seen(entry.alert, speech),
        colour=_level(entry).colour,
        timestamp=entry.alert.at,
    )
    told = _not_sent(entry.withheld, entry.alert) if entry.withheld is not None else _delivery(entry, names, guild)
    embed.add_field(name="Delivery", value=fit(told, str, FIELD_VALUE))
    return embed.set_footer(text=f"about id {short_id(entry.alert.key)}")


def why_choice(
    entry: StoredAlert,
    words: Mapping[str, ProviderWords],
    names: AccountNames,
    *,
    among: Among = nobody_else,
) -> str:
    """Name an alert in a list to choose from: ``abcd1234 · MiniMax: studio-a is full · not sent: muted``."""
    said = headline(entry.alert, Speech(words=words, names=names, among=among), Naming.raw)
    fate = _fate(entry)
    left = CHOICE_LENGTH - len(f"{short_id(entry.alert.key)} ·  · {fate}")
    return f"{short_id(entry.alert.key)} · {clip(said, left)} · {fate}"


def _seen(alert: Alert, speech: Speech) -> str:
    match alert.content:
        case Drill():
            return "Somebody tried with `/watch test` whether alerts arrive; nothing was seen."
        case SlotNotice():
            return "Somebody had asked with `/notify` to be told when there is room."
        case Changes() | BoardContent():
            return _seen_changes(alert, speech)


def _seen_changes(alert: Alert, speech: Speech) -> str:
    explanations = [(news, part) for part in alert.parts for news in by_urgency(part.news)]
    namings = {part: speech.naming(part) for part in alert.parts}
    said = fit(
        explanations,
        lambda one: explained(*one, namings[one[1]], speech),
        DESCRIPTION // 2,
        most=LISTED,
        between="\n\n",
    )
    return said or "Nothing had changed."


def _delivery(entry: StoredAlert, names: AccountNames, guild: int) -> list[str]:
    lines = [f"Owed at {exact(entry.owed_at)}."]
    if entry.sending_since is not None:
        lines.append(f"{count(entry.attempts, 'attempt')} to send it, the first at {exact(entry.sending_since)}.")
    if entry.told_at is not None:
        lines.append(f"Told at {exact(entry.told_at)}, {_span(entry.told_at - entry.owed_at)} after that was owed.")
        lines.append(_message(entry, guild))
    if entry.edited_at is not None:
        lines.append(f"Last edited at {exact(entry.edited_at)}.")
    if entry.given_up_at is not None:
        reason = names.say(entry.reason or "the reason is not known", REASON_LENGTH)
        lines.append(f"Not sent, settled at {exact(entry.given_up_at)}: {reason}")
    if entry.continued_in is not None:
        lines.append(f"Goes on in id {short_id(entry.continued_in)}.")
    if entry.told_at is None and entry.given_up_at is None:
        lines.append("Not told yet.")
    return lines


def _message(entry: StoredAlert, guild: int) -> str:
    if isinstance(entry.alert.content, SlotNotice) and entry.alert.content.private:
        return "It was told to one member."
    if entry.message_id is None:
        return "Its message was deleted since."
    place = f"{guild}/{entry.alert.channel}/{entry.message_id}"
    return f"[To the message](https://discord.com/channels/{place})"


def _not_sent(withheld: Withheld, alert: Alert) -> list[str]:
    hold = max((news.hold for part in alert.parts for news in part.news), default=timedelta())
    if withheld.why is WithheldBecause.TOO_SHORT and hold:
        return [f"Not sent: it did not last {seconds(hold)}, the watch's `hold`."]
    return [f"Not sent: {hindrance(withheld)}."]


def _span(span: timedelta) -> str:
    return duration(span) if span >= _A_MINUTE else f"{max(span.total_seconds(), 0):.2f} s"


def _fate(entry: StoredAlert) -> str:
    """Say what became of an alert, in at most 40 characters."""
    if entry.withheld is not None:
        return f"not sent: {_NOT_SENT[entry.withheld.why]}"
    if entry.told_at is not None:
        return "told"
    if entry.continued_in is not None:
        return f"told in {short_id(entry.continued_in)}"
    return "not told yet" if entry.given_up_at is None else "given up"


def _level(entry: StoredAlert) -> Level:
    """Green for told, amber for under way, red for given up; grey for what was not to be told or is told elsewhere."""
    if entry.told_at is not None:
        return Level.FREE
    if entry.withheld is not None or entry.continued_in is not None:
        return Level.UNKNOWN
    return Level.TIGHT if entry.given_up_at is None else Level.FULL
