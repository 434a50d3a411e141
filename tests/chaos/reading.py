"""What a message in an alert channel says, and said before each edit, read as a person would; not whether it should."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from tests.chaos.model import News, Post, Told, What
from tests.fakes.discord import Message
from tests.fakes.discord.records import Json

TITLES = {"MiniMax": "minimax", "Kling": "kling", "TemPolor": "tempolor"}
_TITLE = re.compile(rf"(?P<title>{'|'.join(TITLES)}) (?P<said>.+)")
_OF_PROVIDER = re.compile(r"can't be checked|can be checked again|could not be checked")
_LINE = re.compile(
    r"^\S+ \*\*(?P<account>.+?)\*\* · (?P<what>full|was full|free again)\b(?P<rest>.*)$",
    re.MULTILINE,
)
_WHAT = {"full": What.FULL, "was full": What.FULL, "free again": What.FREED}
_OVER = {"was full", "could not be checked"}


def read(messages: Iterable[Message]) -> tuple[list[Told], list[str]]:
    """Read messages, and list what could not be read."""
    told, unread = [], []
    for message in messages:
        try:
            told.append(_read(message))
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            unread.append(f"a message that can't be read ({problem!r}): {message.content} {message.embeds}")
    return told, unread


def _read(message: Message) -> Told:
    shown = [*((each.content, each.embeds) for each in message.edits), (message.content, message.embeds)]
    moments = (message.at, *(each.until for each in message.edits))
    # An edit whose answer was lost comes again and changes nothing.
    kept = [number for number, each in enumerate(shown) if not number or each != shown[number - 1]]
    return Told(
        versions=tuple(tuple(_posts(message, shown[number][1], moments[number])) for number in kept),
        edited=tuple(moments[number] for number in kept[1:]),
    )


def _posts(message: Message, embeds: tuple[Json, ...], at: datetime) -> Iterator[Post]:
    """Read one version of a message, an embed for each provider."""
    if not embeds:
        raise ValueError("no embed")
    for embed in embeds:
        found = _TITLE.fullmatch(embed["title"])
        news = () if found is None else (*_of_provider(found["said"]), *_of_accounts(embed.get("description", "")))
        if found is None or not news:
            raise ValueError(embed["title"])
        yield Post(
            channel=message.channel_id,
            provider=TITLES[found["title"]],
            look_at=datetime.fromisoformat(embed["timestamp"]),
            at=at,
            news=news,
            nonce=message.nonce,
        )


def _of_provider(said: str) -> Iterator[News]:
    for found in _OF_PROVIDER.finditer(said):
        over = found[0] in _OVER
        yield News(what=What.FAILED if over else What(found[0]), over=over)


def _of_accounts(description: str) -> Iterator[News]:
    for line in _LINE.finditer(description):
        what, over = _WHAT[line["what"]], line["what"] in _OVER
        yield News(account=_plain(line["account"]), what=what, over=over, was_full="was full" in line["rest"])


def _plain(text: str) -> str:
    """Undo what keeps a name from being Markdown."""
    return re.sub(r"\\(.)", r"\1", text)
