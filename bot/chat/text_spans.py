"""The spans of a line, without any platform's markup. A ``str`` is plain text, which every renderer escapes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.platforms import CommandName, PlatformWord


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that stands out, such as an account's name."""

    text: str


@dataclass(frozen=True, slots=True)
class Struck:
    """Text that is no longer true."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Literal text, such as a setting's name."""

    text: str


class MomentStyle(StrEnum):
    """How a moment is shown, in the reader's own time zone."""

    AGO = "ago"
    """5 minutes ago; the platform keeps it up to date."""

    CLOCK = "clock"
    """14:05"""

    COMING = "coming"
    """tomorrow, 14:05; on a platform that has no word for the day, Friday, 15 May 2026 14:05"""

    EXACT = "exact"
    """14:05:09"""

    DATED = "dated"
    """15 May 2026 14:05"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, aware and in UTC. Only for blocks, not for titles and footers."""

    at: datetime
    style: MomentStyle = MomentStyle.AGO


class MentionKind(StrEnum):
    """What a mention refers to."""

    ROLE = "role"
    MEMBER = "member"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Mention:
    """A role, member or channel, by id. It pings nobody unless it is one of the message's ``pings``."""

    kind: MentionKind
    id: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a URL of ours, never to one that others chose."""

    text: str
    url: str


_CLEAR_FOR = timedelta(hours=12)
"""How far off a moment may be to be shown without its day: readers know which 08:00 is meant."""

Span: TypeAlias = str | Strong | Struck | Code | CommandName | PlatformWord | Moment | Mention | Link
Line: TypeAlias = tuple[Span, ...]


def ago(at: datetime) -> Moment:
    """Return a moment shown as "5 minutes ago"."""
    return Moment(at, MomentStyle.AGO)


def clock(at: datetime) -> Moment:
    """Return a moment shown as 14:05."""
    return Moment(at, MomentStyle.CLOCK)


def coming(at: datetime, now: datetime) -> Moment:
    """Return a moment after ``now``, shown as tomorrow, 14:05; without the day if the day is clear."""
    return Moment(at, MomentStyle.COMING if at - now > _CLEAR_FOR else MomentStyle.CLOCK)


def earlier(at: datetime, now: datetime, style: MomentStyle = MomentStyle.CLOCK) -> Moment:
    """Return a moment before ``now``, shown as 14:05 or in another style; with its date unless the day is clear."""
    return Moment(at, MomentStyle.DATED if now - at > _CLEAR_FOR else style)


def exact(at: datetime) -> Moment:
    """Return a moment shown as 14:05:09."""
    return Moment(at, MomentStyle.EXACT)


def dated(at: datetime) -> Moment:
    """Return a moment shown as 15 May 2026 14:05."""
    return Moment(at, MomentStyle.DATED)


def role(id_: int) -> Mention:
    """Mention a role."""
    return Mention(MentionKind.ROLE, id_)


def member(id_: int) -> Mention:
    """Mention a member."""
    return Mention(MentionKind.MEMBER, id_)


def channel(id_: int) -> Mention:
    """Mention a channel."""
    return Mention(MentionKind.CHANNEL, id_)


def joined(lines: Iterable[Line], between: Span = " · ") -> Line:
    """Join the lines that aren't empty into one."""
    spans: list[Span] = []
    for line in lines:
        if line:
            spans += [between, *line] if spans else line
    return tuple(spans)


def until(at: datetime, now: datetime) -> Line:
    """Return when something ends: ``until 14:05``, ``until tomorrow, 08:00``."""
    return ("until ", coming(at, now))
