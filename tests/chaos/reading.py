"""What a message in the alert channel says, read from its embed as a person would; not whether it should have."""

import re
from collections.abc import Iterable
from datetime import datetime

from tests.chaos.model import News, Post, What
from tests.fakes.discord import Message

TITLES = {"MiniMax": "minimax", "Kling": "kling", "TemPolor": "tempolor"}
_OF_ACCOUNTS = re.compile(r"(?P<title>.+?) · .+")
_OF_PROVIDER = re.compile(r"(?P<title>.+?) (?P<what>can't be checked|can be checked again)")
_LINE = re.compile(r"^\S+ \*\*(?P<account>.+?)\*\* · (?P<what>full|free again)\b", re.MULTILINE)
_WHAT = {"full": What.FULL, "free again": What.FREED}


def read(messages: Iterable[Message]) -> tuple[list[Post], list[str]]:
    """Read messages as they first were, and list what could not be read."""
    posts, unread = [], []
    for message in messages:
        try:
            posts.append(_read(message))
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            unread.append(f"a message that can't be read ({problem!r}): {message.content} {message.embeds}")
    return posts, unread


def _read(message: Message) -> Post:
    (embed,) = message.edits[0].embeds if message.edits else message.embeds
    title = embed["title"]
    news: tuple[News, ...] = ()
    if (found := _OF_PROVIDER.fullmatch(title)) is not None:
        news = (News(what=What(found["what"])),)
    elif (found := _OF_ACCOUNTS.fullmatch(title)) is not None:
        lines = _LINE.finditer(embed["description"])
        news = tuple(News(account=_plain(line["account"]), what=_WHAT[line["what"]]) for line in lines)
    if found is None or not news:
        raise ValueError(title)
    return Post(
        channel=message.channel_id,
        provider=TITLES[found["title"]],
        look_at=datetime.fromisoformat(embed["timestamp"]),
        at=message.at,
        news=news,
        nonce=message.nonce,
    )


def _plain(text: str) -> str:
    """Undo what keeps a name from being Markdown."""
    return re.sub(r"\\(.)", r"\1", text)
