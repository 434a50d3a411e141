"""Alerts as the bot words and draws them for each platform, to be read as chaos reads them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from bot.alerts.alert import Alert, Changes, Digest, Greeting, Part
from bot.alerts.news import Details
from bot.alerts.news import News as Said
from bot.chat.alert.alert_message import alert_message
from bot.chat.alert.alert_names import AlertNames
from bot.chat.discord.message_renderer import draw
from bot.chat.message import Message as Drawn
from bot.chat.slack.message_renderer import draw as draw_on_slack
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.provider_words import ProviderWords
from bot.subscriptions.topics_and_conditions import PROVIDER, SLOTS, account_topic
from bot.subscriptions.topics_and_conditions import Condition as Became
from tests.chaos.model import WHOLE, Told, What
from tests.chaos.reading import TITLES, read, read_slack
from tests.fakes.discord import Message
from tests.fakes.discord.records import Revision
from tests.fakes.slack import Message as SlackMessage
from tests.fakes.slack import Origin
from tests.fakes.slack.block_tree import filled
from tests.fakes.slack.records import Revision as SlackRevision
from tests.moments import NOON, after

WORDS = {name: ProviderWords(name=name, title=title) for title, name in TITLES.items()}
FULL, FREED, FAILED, RETURNED = What.FULL, What.FREED, What.FAILED, What.RETURNED
BECAME = {FULL: Became.FULL, FREED: Became.FREED, FAILED: Became.SILENT, RETURNED: Became.ANSWERS}
WHOLE_BECAME = {FULL: Became.NOTHING_FREE, FREED: Became.HAS_ROOM}
MOMENTS = {"k": {"kling": NOON, "minimax": after(seconds=5), "tempolor": after(seconds=-5)}}
"""The alert of each message, by its key."""


def said(what: What, account: str = "", **more: object) -> Said:
    """Return what became of an account, or of the provider."""
    became, topic = BECAME[what], account_topic(account) if account else PROVIDER
    if account == WHOLE:
        became, topic = WHOLE_BECAME[what], SLOTS
    made = Said(topic=topic, what=became, since=NOON, details=Details(in_use=3, limit=3, sentence="HTTP 503"))
    return replace(made, **more)  # type: ignore[arg-type]  # a test names the fields that it needs


def part(*news: Said, provider: str = "kling", digest: Digest | None = None, at: datetime = NOON) -> Part:
    """Return several changes of a provider, with the free slots that there are then."""
    full = any(one.what is Became.NOTHING_FREE and one.closed is None for one in news)
    return Part(provider=provider, at=at, news=news, digest=digest, free=0 if full else 2, total=9)


def message_of(*parts: Part) -> Drawn:
    """Word an alert."""
    return worded(Changes(parts=parts))


def worded(content: Changes | Greeting) -> Drawn:
    """Word an alert of any content."""
    made = Alert(key="k", channel=7, at=NOON, content=content)
    names = AlertNames(words=WORDS, accounts=AccountNames(show_full=True))
    return alert_message(made, names, NOON)


class Chat(StrEnum):
    """Where an alert is told."""

    DISCORD = auto()
    SLACK = auto()

    def read(self, *messages: Sequence[Drawn]) -> tuple[list[Told], list[str]]:
        """Draw messages in their versions, edited every ten seconds, and read them."""
        if self is Chat.DISCORD:
            return read(map(on_discord, messages), MOMENTS)
        return read_slack(map(on_slack, messages), MOMENTS)


def on_discord(versions: Sequence[Drawn]) -> Message:
    drawn = [draw(each) for each in versions]
    shown = [(each.content or "", tuple(dict(embed.to_dict()) for embed in each.embeds)) for each in drawn]
    edits = tuple(
        Revision(content=content, embeds=embeds, components=(), until=after(seconds=10 * number))
        for number, (content, embeds) in enumerate(shown[:-1], start=1)
    )
    content, embeds = shown[-1]
    at = after(seconds=1)
    return Message(id=1, channel_id=7, author_id=2, at=at, content=content, embeds=embeds, nonce="k", edits=edits)


def on_slack(versions: Sequence[Drawn]) -> SlackMessage:
    shown: list[dict[str, Any]] = [draw_on_slack(each, key="k").post_payload() for each in versions]
    made = [(each["text"], filled(each["blocks"]), tuple(each["attachments"])) for each in shown]
    edits = tuple(
        SlackRevision(text=text, blocks=blocks, attachments=attachments, until=after(seconds=10 * number))
        for number, (text, blocks, attachments) in enumerate(made[:-1], start=1)
    )
    text, blocks, attachments = made[-1]
    return SlackMessage(
        channel="C7",
        ts="1.000000",
        at=after(seconds=1),
        author="U1",
        origin=Origin.API,
        text=text,
        blocks=blocks,
        attachments=attachments,
        metadata=shown[-1]["metadata"],
        edits=edits,
    )
