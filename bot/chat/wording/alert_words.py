"""What messages about alerts share: an alert's id, why it was given up, who muted it until when."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.text_spans import Line, Strong, coming, member
from bot.chat.wording.text_cleaning import clean
from bot.delivery.stored_alerts import GivenUpBecause

ID_LENGTH = 8

_GIVEN_UP: Mapping[str, str] = {
    GivenUpBecause.FOLDED: "posted as part of another",
    GivenUpBecause.UNREADABLE: "this version of the bot can't read it",
    GivenUpBecause.WITHDRAWN: "its slot was gone, or unseen for 2 minutes, so nobody was pinged; they wait on",
}

TITLE_LENGTH = 200


def short_id(key: str) -> str:
    """Return an alert's id for people: the first characters of its key."""
    return key[:ID_LENGTH]


def given_up_reason(stored: str | None) -> str:
    """Return a stored reason in words, a platform's own sentence unchanged; empty if there is none."""
    return _GIVEN_UP.get(stored or "", stored or "")


def until(at: datetime, now: datetime) -> Line:
    """Return when something ends: ``until 14:05``, ``until tomorrow, 08:00``."""
    return ("until ", coming(at, now))


def muted_line(title: str, by: int, end: datetime, now: datetime) -> Line:
    """Return what is muted, by whom and until when, as it reads at the moment ``now``."""
    return ("🔕 ", Strong(clean(title, TITLE_LENGTH)), " · muted here by ", member(by), " ", *until(end, now))
