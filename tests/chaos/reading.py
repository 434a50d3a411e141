"""What a message in an alert channel says, and said before each edit, read as a person would; not whether it should."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from tests.chaos.model import WHOLE, News, Post, Told, What
from tests.fakes.discord import Message
from tests.fakes.discord.records import Json

TITLES = {"MiniMax": "minimax", "Kling": "kling", "TemPolor": "tempolor"}
_PINGS = re.compile(r"^(?:<@&?\d+> )*")
_HEADLINE = re.compile(rf"\S+ (?:\*\*|~~)?(?P<title>{'|'.join(TITLES)})(?P<said>\b.*)", re.DOTALL)
_TITLE = re.compile(rf"(?P<title>{'|'.join(TITLES)})(?: · .+)?")
_OF_PROVIDER = ("can't be checked", "can be checked again")
_ALONE = re.compile(r"^: (?:\*\*)?(?P<account>.+?)(?:\*\*)? (?P<what>is full|has room again)(?P<rest>.*)$", re.DOTALL)
_LINE = re.compile(
    r"^\S+ (?:\*\*(?P<account>.+?)\*\* · )?"
    r"(?P<what>full|was full|has room again|can't be checked|can be checked again|could not be checked)\b(?P<rest>.*)$",
    re.MULTILINE | re.IGNORECASE,
)
_OF_WHOLE = r"\*\*{title} (?P<what>is full|has room): .*?\*\*(?: Use \*\*(?P<use>.+?)\*\*)?(?P<rest>[^;]*)"
_SHARED = {
    r"\*\*useapi\.net can't be reached: (.+?) can't be checked\.\*\*": What.FAILED,
    r"^🟢 \*\*((?:\w+, )*\w+ and \w+) can be checked again\*\*": What.RETURNED,
}
_WHAT = {
    "full": What.FULL,
    "is full": What.FULL,
    "was full": What.FULL,
    "has room again": What.FREED,
    "can't be checked": What.FAILED,
    "could not be checked": What.FAILED,
    "can be checked again": What.RETURNED,
}
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
        versions=tuple(tuple(_posts(message, *shown[number], moments[number])) for number in kept),
        edited=tuple(moments[number] for number in kept[1:]),
    )


def _posts(message: Message, content: str, embeds: tuple[Json, ...], at: datetime) -> Iterator[Post]:
    """Read one version of a message: its headline where that says it all, else an embed's lines, one a provider."""
    if not embeds:
        raise ValueError("no embed")
    headline = _PINGS.sub("", content)
    if "~~useapi.net can't be reached~~" in headline:
        return  # nothing is claimed any more
    if (shared := [*_shared(headline)]) and len(embeds) == 1:
        for title, told in shared:
            yield Post(
                channel=message.channel_id,
                provider=TITLES[title],
                look_at=datetime.fromisoformat(embeds[0]["timestamp"]),
                at=at,
                news=(told,),
                nonce=message.nonce,
                shared=True,
            )
        return
    for embed in embeds:
        alone = not embed.get("title")
        found = _HEADLINE.fullmatch(headline) if alone else _TITLE.fullmatch(embed["title"])
        if found is None:
            raise ValueError(content, embed.get("title"))
        news = (*_whole(headline, found["title"]), *_lines(embed.get("description", ""))) or (
            (*_alone(found["said"], over=headline[:1] == "⚪"),) if alone else ()
        )
        if not news:
            raise ValueError(content, embed)
        yield Post(
            channel=message.channel_id,
            provider=TITLES[found["title"]],
            look_at=datetime.fromisoformat(embed["timestamp"]),
            at=at,
            news=news,
            nonce=message.nonce,
        )


def _alone(said: str, *, over: bool) -> Iterator[News]:
    """Read the one piece of news that a headline holds; what is struck out is over."""
    if (line := _ALONE.match(said)) is not None:
        rest = line["rest"]
        account = line["account"].removeprefix("~~")
        yield News(
            account=_plain(account), what=_WHAT[line["what"]], over=over, was_full=not over and "was full" in rest
        )
        return
    for words in _OF_PROVIDER:
        if said.startswith(f" {words}"):
            yield News(what=_WHAT[words], over=over)


def _shared(headline: str) -> Iterator[tuple[str, News]]:
    """Read of which providers a headline tells that useapi.net can't be reached, or that they are back."""
    for words, what in _SHARED.items():
        if (said := re.search(words, headline)) is not None:
            for title in re.split(", | and ", said[1]):
                yield title, News(what=what)


def _whole(headline: str, title: str) -> Iterator[News]:
    """Read what a headline says of a provider's slots as a whole."""
    if f"~~{title} is full~~" in headline:
        yield News(account=WHOLE, what=What.FULL, over=True)
    elif (said := re.search(_OF_WHOLE.format(title=title), headline)) is not None:
        room = said["what"] == "has room"
        yield News(
            account=WHOLE,
            what=What.FREED if room else What.FULL,
            was_full=room and "was full" in said["rest"],
            use=_plain(said["use"] or ""),
        )


def _lines(description: str) -> Iterator[News]:
    for line in _LINE.finditer(description):
        said = line["what"].lower()
        account = "" if line["account"] is None else _plain(line["account"])
        yield News(account=account, what=_WHAT[said], over=said in _OVER, was_full="was full" in line["rest"])


def _plain(text: str) -> str:
    """Undo what keeps a name from being Markdown."""
    return re.sub(r"\\(.)", r"\1", text)
