"""Spans as plain text: for lock screens and screen readers, and for messages whose blocks were refused.

In Slack's ``text`` three characters must be escaped, and mentions and moments are in angle brackets
(https://docs.slack.dev/messaging/formatting-message-text). Nothing is styled, since styles can't be escaped.
"""

from typing_extensions import override

from bot.chat.block_budget import StringMarkup
from bot.chat.slack.rich_text import BELOW, FORMATS, longest, moment_fallback
from bot.chat.slack.slack_ids import known_slack_id
from bot.chat.slack.workspace_words import PLATFORM_WORDS, USUAL_WORDS, WorkspaceWords
from bot.chat.text_spans import Code, Line, Link, Mention, Moment, Span, Strong, Struck
from bot.chat.wording.text import isolated
from bot.platforms import CommandName, PlatformWord


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
