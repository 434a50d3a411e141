"""Spans as plain text: what a lock screen and a screen reader get, and all there is where blocks are refused.

Slack's ``text`` takes three characters for markup, which are escaped, and mentions and moments in angle brackets
(https://docs.slack.dev/messaging/formatting-message-text). Nothing is styled: what cannot be escaped is not used.
"""

from collections.abc import Iterable, Mapping

from bot.chat.slack.rich_text import (
    BELOW,
    COMMAND,
    FORMATS,
    NO_HANDLES,
    WORDS,
    longest,
    mention_words,
    mentioned_id,
    moment_fallback,
    typed_command,
)
from bot.chat.text_spans import Code, Line, Link, Mention, Moment, Span, Strong, Struck
from bot.chat.wording.text import isolated
from bot.platforms.platform_words import CommandName, PlatformWord


class PlainTextMarkup:
    """Plain text for ``bot.chat.block_budget``; escapes count, as they do for Slack."""

    least_entry = 120
    least_text = 24
    below = BELOW

    def __init__(self, command: str = COMMAND, handles: Mapping[str, str] = NO_HANDLES) -> None:
        self._command = command
        self._handles = handles

    def line(self, line: Line) -> str:
        """Draw a line."""
        return "".join(self.spans(line))

    def spans(self, line: Line) -> list[str]:
        """Draw each span of a line."""
        return [self._span(span) for span in line]

    def shorten(self, span: Span, drawn: str, room: int) -> str:
        """Shorten text; no escape is left half."""
        text = span if isinstance(span, str) else span.text if isinstance(span, Strong) else None
        return drawn if text is None else longest(isolated(text), room, self.text)

    def text(self, text: str) -> str:
        """Return text of whomever, which means itself."""
        return escape(text)

    def literal(self, text: str) -> str:
        """Return text of ours as it stands."""
        return text

    def length(self, text: str) -> int:
        """Return the length of text of ours."""
        return len(text)

    def join(self, between: str, parts: Iterable[str]) -> str:
        """Join text."""
        return between.join(parts)

    def _span(self, span: Span) -> str:
        drawn = ""
        match span:
            case str():
                drawn = self.text(isolated(span))
            case Strong() | Struck() | Code():
                drawn = self.text(isolated(span.text))
            case CommandName():
                drawn = escape(typed_command(span, self._command))
            case PlatformWord():
                drawn = WORDS[span]
            case Moment():
                drawn = f"<!date^{int(span.at.timestamp())}^{FORMATS[span.style]}|{moment_fallback(span)}>"
            case Mention():
                drawn = self._mention(span)
            case Link():
                drawn = f"{escape(isolated(span.text))} ({escape(span.url)})"
        return drawn

    def _mention(self, mention: Mention) -> str:
        if (mentioned_id(mention) or "S").startswith("S"):
            return escape(mention_words(mention, self._handles))
        return ping_text(mention)


def escape(text: str) -> str:
    """Return text in which nothing mentions or links: https://docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def ping_text(mention: Mention) -> str:
    """Return a mention that notifies, by what its id is of; one of another platform is only named."""
    slack_id = mentioned_id(mention) or ""
    return _MENTIONS.get(slack_id[:1], mention_words(mention, NO_HANDLES)).format(slack_id)


_MENTIONS = {"S": "<!subteam^{}>", **dict.fromkeys("UW", "<@{}>"), **dict.fromkeys("CDG", "<#{}>")}
