"""When a mute ends, or anything else, and a mute in a few words, for every message that shows mutes."""

from datetime import datetime

from bot.chat.text_spans import Line, Strong, ago, coming, member
from bot.chat.wording.text import clean

TITLE_LENGTH = 200


def until(at: datetime) -> Line:
    """Return when something ends: ``until tomorrow, 08:00 (in 14 hours)``."""
    return ("until ", coming(at), " (", ago(at), ")")


def muted_line(title: str, by: int, end: datetime) -> Line:
    """Return what is muted, by whom and until when."""
    return ("🔕 ", Strong(clean(title, TITLE_LENGTH)), " · muted here by ", member(by), " ", *until(end))
