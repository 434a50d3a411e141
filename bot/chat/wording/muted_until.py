"""When a mute ends, or anything else, and a mute in a few words, for every message that shows mutes."""

from datetime import datetime

from bot.chat.text_spans import Line, Strong, coming, member
from bot.chat.wording.text import clean

TITLE_LENGTH = 200


def until(at: datetime, now: datetime) -> Line:
    """Return when something ends: ``until 14:05``, ``until tomorrow, 08:00``."""
    return ("until ", coming(at, now))


def muted_line(title: str, by: int, end: datetime, now: datetime) -> Line:
    """Return what is muted, by whom and until when, as it reads at the moment ``now``."""
    return ("🔕 ", Strong(clean(title, TITLE_LENGTH)), " · muted here by ", member(by), " ", *until(end, now))
