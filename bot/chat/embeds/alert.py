"""An alert as a message: a headline that reads well on a locked phone, and an embed for each provider with the rest.

Mentions are written, not allowed: who may be pinged is up to whoever sends.
"""

from collections.abc import Mapping, Sequence

import discord

from bot.alerts.alert import Alert, Cause, Changes, Digest, Drill, Part, Room
from bot.alerts.board_content import BoardContent
from bot.alerts.slot_notice import SlotNotice
from bot.chat.embeds.fit import CONTENT, DESCRIPTION, TITLE, and_more, fit
from bot.chat.embeds.headline import headline, part_title, pool
from bot.chat.embeds.level import Level
from bot.chat.embeds.moments import clock
from bot.chat.embeds.news import Reading, by_urgency, level, reading
from bot.chat.embeds.news_line import more_news, news_line, provider_lines
from bot.chat.embeds.notices import notice_embed
from bot.chat.embeds.speech import Among, Speech, nobody_else
from bot.chat.embeds.words import ProviderWords
from bot.chat.wording.account_names import AccountNames, Naming
from bot.chat.wording.text import ELLIPSIS, amount, clip, duration
from bot.subscriptions.topic import Condition, TopicKind

EMBEDS = 10
"""So many a message can have: https://discord.com/developers/docs/resources/message#create-message."""

TOGETHER = 6000
"""So many characters all embeds of a message can have: see ``fit``."""

SENTENCE_LENGTH = 600
SHORT_ID = 8
"""So many characters of an alert's key name it to people."""

ROLES_PINGED = 20
"""More would leave no room for the headline; watches of so many roles in one channel are a mistake."""

LISTED = 30
"""So many topics get a line of their own."""

_ROOM_LENGTH = 1000
_BETWEEN = "\n\n"


def alert_message(
    alert: Alert, words: Mapping[str, ProviderWords], names: AccountNames, *, among: Among = nobody_else
) -> tuple[str, list[discord.Embed]]:
    """Word an alert.

    Args:
        alert: What is told.
        words: How each provider is spoken of.
        names: How accounts are named.
        among: Gives all known accounts of a provider, so that masked names that read the same are told apart as they
            are elsewhere.

    Returns:
        The message's content, which pings the alert's roles and members, and its embeds.
    """
    speech = Speech(words=words, names=names, among=among)
    ping = "".join(f"<@&{role}> " for role in alert.roles[:ROLES_PINGED])
    ping += "".join(f"<@{member}> " for member in alert.members)
    return clip(ping + headline(alert, speech), CONTENT), _embeds(alert, speech)


def short_id(key: str) -> str:
    """Shorten an alert's key to the id by which people name it."""
    return key[:SHORT_ID]


def tells(embed: discord.Embed, alert: Alert) -> bool:
    """Tell whether an embed, as it came back from the far end, is this alert's."""
    return embed.footer.text == _footer(alert)


def _footer(alert: Alert) -> str:
    return f"id {short_id(alert.key)}"


def _embeds(alert: Alert, speech: Speech) -> list[discord.Embed]:
    """Draw a provider each, the last with what is said of the whole message; they share its characters."""
    end = "\n".join(filter(None, (_left_out(alert.parts[EMBEDS:], speech), _muted(alert))))
    left = TOGETHER - len(_footer(alert)) - len(_BETWEEN) - len(end)
    longest = DESCRIPTION - len(_BETWEEN) - len(end)
    embeds: list[discord.Embed] = []
    match alert.content:
        case Drill():
            embeds.append(_drill(alert))
        case SlotNotice() as notice:
            embeds.append(notice_embed(notice, alert.at, speech))
        case BoardContent():
            raise TypeError("a board is drawn by board_message")
        case Changes(parts=parts):
            shown = parts[:EMBEDS]
            for done, part in enumerate(shown):
                embeds.append(_embed(part, speech, left // (len(shown) - done), longest))
                left -= len(embeds[-1])
    embeds[-1].description = _BETWEEN.join(filter(None, (embeds[-1].description, end)))
    embeds[-1].set_footer(text=_footer(alert))
    return embeds


def _drill(alert: Alert) -> discord.Embed:
    return discord.Embed(
        title="Drill · nothing happened",
        description="Somebody tried with `/watch test` whether alerts arrive here. They do.",
        colour=Level.UNKNOWN.colour,
        timestamp=alert.at,
    )


def _embed(part: Part, speech: Speech, budget: int, longest: int) -> discord.Embed:
    title = clip(part_title(part, speech), min(TITLE, budget // 3))
    return discord.Embed(
        title=title,
        description=_description(part, speech, min(budget - len(title), longest)),
        colour=_level(part).colour,
        timestamp=part.at,
    )


def _description(part: Part, speech: Speech, budget: int) -> str:
    naming, share = speech.naming(part), budget // 4
    own = [news for news in part.news if news.topic.kind is TopicKind.PROVIDER]
    listed = by_urgency(news for news in part.news if news.topic.kind is not TopicKind.PROVIDER)
    head = "" if part.digest is None else _digest(part.digest, part)
    tail = [_room(part, naming, min(_ROOM_LENGTH, share))]
    tail += [provider_lines(news, speech.names, min(SENTENCE_LENGTH, share)) for news in own]
    below = "\n".join(filter(None, tail))
    rest = budget - len(head) - len(below) - 2 * len(_BETWEEN)
    lines = fit(listed, lambda one: news_line(one, naming), rest, most=LISTED, more=more_news)
    return fit([one for one in (head, lines, below) if one], str, budget, more=lambda _: ELLIPSIS, between=_BETWEEN)


def _digest(digest: Digest, part: Part) -> str:
    """Say why this is a summary, and how things are."""
    now = f" {pool(part)}." if part.total else ""
    match digest.cause:
        case Cause.QUIET_OVER:
            return f"Quiet hours are over.{now}"
        case Cause.AWAY if digest.since is not None:
            gap = f"Nothing was seen from {clock(digest.since)} for {duration(part.at - digest.since)}"
            return f"{gap}: what happened in between shows only in part.{now}"
        case Cause.AWAY:
            return f"Nothing was seen for a while: what happened then shows only in part.{now}"
        case Cause.LATE:
            return f"Could not be told in time; as of {clock(part.at)}.{now}"


def _room(part: Part, naming: Naming, budget: int) -> str:
    """Name where to go instead, where something is full or low just now."""
    wanting = {news.what for news in part.news if reading(news) in {Reading.PLAIN, Reading.SETTLED}}
    if not wanting & {Condition.FULL, Condition.LOW}:
        return ""
    if not part.room:
        return "No other account is known to have room." if Condition.FULL in wanting else ""
    said = fit(part.room, lambda one: _place(one, naming), budget, between=", ")
    return f"Room: {said}"


def _place(room: Room, naming: Naming) -> str:
    return f"**{naming.plain(room.account)}** {amount(room.free)} free"


def _left_out(parts: Sequence[Part], speech: Speech) -> str:
    return f"{and_more(parts)}: {', '.join(speech.provider(part.provider) for part in parts)}" if parts else ""


def _muted(alert: Alert) -> str:
    return "" if alert.muted is None else f"🔕 Muted by <@{alert.muted.by}> until {clock(alert.muted.until)}"


def _level(part: Part) -> Level:
    """Judge by what is worst; amber where an account is full and another free again."""
    levels = {level(news) for news in part.news}
    freed = any(news.what is Condition.FREED and level(news) is Level.FREE for news in part.news)
    if Level.FULL in levels and freed:
        return Level.TIGHT
    return next((one for one in (Level.FULL, Level.TIGHT, Level.FREE) if one in levels), Level.UNKNOWN)
