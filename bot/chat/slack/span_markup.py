"""Spans as elements of a ``rich_text`` block, and as plain text, which lock screens and screen readers get.

In rich text, text is literal: it can't ping, format or link
(https://docs.slack.dev/reference/block-kit/blocks/rich-text-block). In Slack's ``text`` three characters must be
escaped, and mentions and moments are in angle brackets
(https://docs.slack.dev/messaging/formatting-message-text). Nothing is styled there, since styles can't be escaped.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from typing import TypeAlias

from typing_extensions import override

from bot.chat.block_budget import Drawn, Markup, StringMarkup
from bot.chat.slack.slack_ids import known_slack_id
from bot.chat.slack.slack_words import PLATFORM_WORDS, USUAL_WORDS, WorkspaceWords
from bot.chat.text_spans import Code, Line, Link, Mention, Moment, MomentStyle, Span, Strong, Struck
from bot.chat.wording.text_cleaning import clip_isolated, isolated
from bot.platforms import CommandName, PlatformWord

BELOW = "\n\u2003"
"""Precedes a line that belongs to the one above, indented by the width of a sign."""

Json: TypeAlias = Mapping[str, object]
"""A part of a payload."""

FORMATS = {
    MomentStyle.AGO: "{ago}",
    MomentStyle.CLOCK: "{time}",
    MomentStyle.COMING: "{date_short_pretty}, {time}",
    MomentStyle.EXACT: "{time_secs}",
    MomentStyle.DATED: "{date_short_pretty} {time}",
}
"""https://docs.slack.dev/reference/block-kit/block-elements/date-element"""

_FALLBACKS = {
    MomentStyle.CLOCK: "%H:%M UTC",
    MomentStyle.COMING: "%A %d %b, %H:%M UTC",
    MomentStyle.EXACT: "%H:%M:%S UTC",
}

_MENTIONED = {**dict.fromkeys("UW", "user"), **dict.fromkeys("CG", "channel")}

_LETTER = re.compile(r"[^\W\d_]")
"""Only code that contains a letter is drawn as code, which Slack frames in red; clocks and numbers need no frame."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def length(part: object) -> int:
    """Return the length of a part of a payload as JSON, including a comma."""
    return len(_JSON.encode(part)) + 1


@dataclass(frozen=True, slots=True)
class RichText:
    """Elements of rich text; its ``len`` is ``size``, the length of their JSON."""

    elements: tuple[Json, ...] = ()
    size: int = 0

    def __len__(self) -> int:
        return self.size

    def block(self) -> Json:
        """Return it as a block."""
        return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(self.elements)}]}


class RichTextMarkup(Markup[RichText]):
    """Rich text for ``bot.chat.block_budget``, counted as JSON."""

    least_entry = 300
    least_text = 100
    below = BELOW

    def __init__(self, words: WorkspaceWords = USUAL_WORDS) -> None:
        self.words = words

    @override
    def spans(self, line: Line) -> list[RichText]:
        return [self._span(span) for span in line]

    @override
    def shorten(self, span: Span, drawn: RichText, room: int) -> RichText:
        """Shorten text to ``room``, or to nothing if its JSON container alone is longer."""
        if not isinstance(span, (str, Strong, Struck)) or len(drawn) <= room:
            return drawn
        text = isolated(span if isinstance(span, str) else span.text)
        return longest(text, room, lambda shortened: _styled(shortened, span))

    @override
    def literal(self, text: str) -> RichText:
        return _rich(text)

    @override
    def length(self, text: str) -> int:
        return len(_rich(text))

    @override
    def join(self, between: str, parts: Iterable[RichText]) -> RichText:
        """Join rich text, merging adjacent elements without a style."""
        joined: list[Json] = []
        gap, size = _rich(between), 0
        for part in parts:
            size += part.size + (gap.size if joined else 0)
            for element in (*gap.elements, *part.elements) if joined else part.elements:
                if joined and _is_plain(element) and _is_plain(joined[-1]):
                    joined[-1] = {"type": "text", "text": f"{joined[-1]['text']}{element['text']}"}
                    size -= _container("")
                else:
                    joined.append(element)
        return RichText(tuple(joined), size)

    def _span(self, span: Span) -> RichText:
        drawn = RichText()
        match span:
            case str() | Strong() | Struck():
                drawn = _styled(isolated(span if isinstance(span, str) else span.text), span)
            case Code(text):
                drawn = _rich(text, "code") if _LETTER.search(text) else _rich(text)
            case CommandName():
                drawn = _rich(self.words.typed(span), "code")
            case PlatformWord():
                drawn = _rich(PLATFORM_WORDS[span])
            case Moment():
                drawn = _moment(span)
            case Mention():
                drawn = _mention(span, self.words)
            case Link():
                drawn = _element({"type": "link", "url": span.url, "text": isolated(span.text)})
        return drawn


def longest(text: str, room: int, draw: Callable[[str], Drawn]) -> Drawn:
    """Draw as much of a text as fits into ``room``; an escaped character takes more than one."""
    most = range(1, min(len(text), room) + 1)
    return draw(clip_isolated(text, bisect_right(most, room, key=lambda limit: len(draw(clip_isolated(text, limit))))))


def moment_fallback(moment: Moment) -> str:
    """Return the fallback for clients that can't show a moment in their time zone."""
    return moment.at.astimezone(UTC).strftime(_FALLBACKS.get(moment.style, "%d %b %Y, %H:%M UTC"))


def _styled(text: str, span: str | Strong | Struck) -> RichText:
    match span:
        case Strong():
            return _rich(text, "bold")
        case Struck():
            return _rich(text, "strike")
        case str():
            return _rich(text)


def _rich(text: str, style: str = "") -> RichText:
    if not text:
        return RichText()
    element = _text_element(text, style)
    # To encode the whole element for each span took half the time of drawing a message.
    return RichText((element,), _container(style) + len(_JSON.encode(text)) - len('""'))


def _text_element(text: str, style: str) -> Json:
    return {"type": "text", "text": text, "style": {style: True}} if style else {"type": "text", "text": text}


@cache
def _container(style: str) -> int:
    """Return what a text takes besides itself."""
    return length(_text_element("", style))


def _element(element: Json) -> RichText:
    return RichText((element,), length(element))


def _is_plain(element: Json) -> bool:
    return element["type"] == "text" and "style" not in element


def _moment(moment: Moment) -> RichText:
    shown = {"timestamp": int(moment.at.timestamp()), "format": FORMATS[moment.style]}
    return _element({"type": "date", **shown, "fallback": moment_fallback(moment)})


def _mention(mention: Mention, words: WorkspaceWords) -> RichText:
    """Draw a mention; a member or user group is only named, since a mention anywhere would notify them."""
    if (said := words.mention(mention)) is not None:
        return _rich(isolated(said))
    slack_id = known_slack_id(mention.id) or ""
    kind = _MENTIONED[slack_id[:1]]
    return _element({"type": kind, f"{kind}_id": slack_id})


class PlainTextMarkup(StringMarkup):
    """Plain text for ``bot.chat.block_budget``; escapes count towards its length, as on Slack."""

    below = BELOW

    def __init__(self, words: WorkspaceWords = USUAL_WORDS) -> None:
        self._words = words

    @override
    def spans(self, line: Line) -> list[str]:
        return [self._span(span) for span in line]

    @override
    def shorten(self, span: Span, drawn: str, room: int) -> str:
        text = span if isinstance(span, str) else span.text if isinstance(span, Strong) else None
        return drawn if text is None else longest(isolated(text), room, self.text)

    def text(self, text: str) -> str:
        """Return escaped text."""
        return escape(text)

    def _span(self, span: Span) -> str:
        drawn = ""
        match span:
            case str():
                drawn = self.text(isolated(span))
            case Strong() | Struck() | Code():
                drawn = self.text(isolated(span.text))
            case CommandName():
                drawn = escape(self._words.typed(span))
            case PlatformWord():
                drawn = PLATFORM_WORDS[span]
            case Moment():
                drawn = f"<!date^{int(span.at.timestamp())}^{FORMATS[span.style]}|{moment_fallback(span)}>"
            case Mention():
                drawn = self._mention(span)
            case Link():
                drawn = f"{escape(isolated(span.text))} ({escape(span.url)})"
        return drawn

    def _mention(self, mention: Mention) -> str:
        said = self._words.mention(mention)
        return ping_text(mention) if said is None else self.text(isolated(said))


def escape(text: str) -> str:
    """Return text without mentions or links: https://docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def ping_text(mention: Mention) -> str:
    """Return a mention that notifies; one of another platform is only described."""
    slack_id = known_slack_id(mention.id) or ""
    return _MENTIONS.get(slack_id[:1], f"a {mention.kind}").format(slack_id)


_MENTIONS = {"S": "<!subteam^{}>", **dict.fromkeys("UW", "<@{}>"), **dict.fromkeys("CG", "<#{}>")}
