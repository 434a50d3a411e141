"""Spans as Discord's Markdown; the only place that escapes.

Outside code, Discord takes a backslash before ASCII punctuation as an escape. Only characters that begin Markdown,
mentions, emoji and automatic links are escaped, since notifications on a phone show the backslashes
(https://support.discord.com/hc/en-us/articles/210298617,
https://discord.com/developers/docs/reference#message-formatting).
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from types import MappingProxyType

from typing_extensions import override

from bot.chat.block_budget import StringMarkup
from bot.chat.text_spans import Code, Line, Link, Mention, MentionKind, Moment, MomentStyle, Span, Strong, Struck
from bot.chat.wording.text_cleaning import clip_isolated, isolated
from bot.platforms import CommandName, PlatformWord

_SPECIAL = re.compile(
    r"[\\`~|<\[\]#>]"
    r"|_(?!(?<=[0-9A-Za-z]_)[0-9A-Za-z])"  # inside a word it neither begins nor ends emphasis
    r"|\*(?!(?<=\S\s\*)\s)"  # between spaces it is a multiplication sign
    r"|:(?=//)"  # a link's scheme
    r"|:(?=(?!\d\d:)[\w+-]{2,}:)"  # an emoji's name, unlike the minutes of 1:02:03
    r"|(?<=\.[a-zA-Z]{2})/|(?<=\.[a-zA-Z]{3})/"  # discord.gg/… is a link without a scheme
)
_EMOJI_BEGUN = re.compile(r":(?!\d\d$)[\w+-]{2,}$")  # an emoji's name, if the next span begins with a colon
_LINE_SIGNS = re.compile(r"[\s\-#>]*")  # a heading, small print or a quotation, only at the beginning of a line
_LISTED = re.compile(r"[-+](?=\s|$)|\d+(?=\.(?:\s|$))")  # also at the end: a space may begin the next span
_CUT_WORD = re.compile(r"(?<!\\)_(?=…\u2069?$)")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_FULL_WIDTH_AT = "\uff20"  # a backslash doesn't help: Discord looks for this mention in the raw text

_MOMENTS = {
    MomentStyle.AGO: "R",
    MomentStyle.CLOCK: "t",
    MomentStyle.COMING: "F",  # names the weekday; Discord has no style that says tomorrow
    MomentStyle.EXACT: "T",
    MomentStyle.DATED: "f",
}
_MENTIONS = {MentionKind.ROLE: "@&", MentionKind.MEMBER: "@", MentionKind.CHANNEL: "#"}

command_ids: ContextVar[Mapping[str, int]] = ContextVar("command_ids", default=MappingProxyType({}))
"""The ids of the commands in the interaction's guild, by name; they differ from guild to guild."""

_REMEMBERED = lru_cache(maxsize=4096)
"""Number of cached texts: the same words recur in every answer."""


@_REMEMBERED
def escape(text: str, *, at_start: bool = False) -> str:
    """Return text as Markdown that shows it literally: it can't ping, format, link, or reorder its neighbours.

    Args:
        text: One line.
        at_start: Whether it begins a line, where Discord also recognises lists.
    """
    begins = _end_of_line_signs(text)
    shown = _SPECIAL.sub(
        lambda sign: sign[0] if sign[0] in "#>" and sign.start() >= begins else f"\\{sign[0]}",
        _EVERYBODY.sub(_FULL_WIDTH_AT, text),
    )
    if at_start and (listed := _LISTED.match(shown)):
        mark = listed.end() if listed[0].isdecimal() else 0
        shown = f"{shown[:mark]}\\{shown[mark:]}"
    return isolated(shown)


def _end_of_line_signs(text: str) -> int:
    signs = _LINE_SIGNS.match(text)
    return 0 if signs is None else signs.end()


def clip_markdown(drawn: str, limit: int) -> str:
    """Shorten escaped text without cutting an escape, or a word after an underscore."""
    clipped = clip_isolated(drawn, limit)
    return clipped if clipped == drawn else _CUT_WORD.sub("", clipped)


def span_markdown(span: Span, *, at_start: bool = False) -> str:
    """Return one span as Markdown."""
    drawn = ""
    match span:
        case str() | PlatformWord():
            drawn = escape(str(span), at_start=at_start)
        case Strong():
            drawn = f"**{escape(span.text)}**" if span.text else ""
        case Moment():
            drawn = f"<t:{int(span.at.timestamp())}:{_MOMENTS[span.style]}>"
        case Mention():
            drawn = f"<{_MENTIONS[span.kind]}{span.id}>"
        case Code():
            drawn = f"`{_no_tick(span.text)}`"
        case CommandName():
            # https://discord.com/developers/docs/reference#message-formatting-formats
            number = command_ids.get().get(span.name.partition(" ")[0])
            drawn = f"`{_no_tick(str(span))}`" if number is None or span.options else f"</{span.name}:{number}>"
        case Struck():
            drawn = f"~~{escape(span.text)}~~"
        case Link():
            drawn = f"[{escape(span.text)}]({span.url})"
    return drawn


def _no_tick(text: str) -> str:
    """Return text without backticks, which would end the code span."""
    return text.replace("`", "'")


class DiscordMarkup(StringMarkup):
    """Discord's Markdown for ``bot.chat.block_budget``: Discord counts code points of it, as ``len`` does."""

    @override
    def spans(self, line: Line) -> list[str]:
        drawn: list[str] = []
        for span in line:
            shown = span_markdown(span, at_start=not any(drawn))
            ends_emoji = shown.startswith(":") and _EMOJI_BEGUN.search("".join(drawn))
            drawn.append(f"\\{shown}" if ends_emoji else shown)
        return drawn

    @override
    def shorten(self, span: Span, drawn: str, room: int) -> str:
        if isinstance(span, str):
            return clip_markdown(drawn, room)
        if isinstance(span, Strong):
            return f"**{clip_markdown(drawn[2:-2], room - 4)}**"
        return drawn


MARKDOWN = DiscordMarkup()
