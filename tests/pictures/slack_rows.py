"""What people do on Slack, as steps, a picture a row: every command, and what can be pressed, picked and filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

MEMBER, MANAGER, GUEST = "robin", "alex", "gus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Words after ``/capacity``."""

    words: str
    by: str = MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button, or a line of a menu where ``option`` names one, whose ``action_id`` begins so.

    It is one of what somebody was shown last; with ``posted``, of the newest message of the channel that has it.
    """

    begins: str
    option: str = ""
    posted: bool = False
    last: bool = False
    by: str = MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The form that is open, with what is entered."""

    entered: Mapping[str, str] = field(default_factory=dict)
    by: str = MANAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What an input of the form that is open offers for what is typed into it."""

    action: str
    query: str
    by: str = MANAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """*Why this alert?* in the menu of the newest alert."""

    by: str = MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    """The Home tab."""

    by: str = MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Set the number of jobs on each of MiniMax's three accounts (6, 5 and 2 slots); draw what is posted then."""

    a: int
    b: int
    c: int
    wait: float = 4.0
    by: str = MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRead:
    """The newest messages of the channel, as they are now."""

    newest: int = 1
    lock: bool = False
    by: str = MEMBER


Step: TypeAlias = Typed | Pressed | Submitted | Suggested | Explained | HomeOpened | Running | ChannelRead

ENTRY = "slack:entry"

ROWS: Mapping[str, Sequence[Step]] = {
    "capacity": (Typed(words="minimax"), Pressed(begins="slack:share"), Typed(words="public"), Typed(words="studio-a")),
    "refresh-and-pages": (
        Typed(words="minimax"),
        Pressed(begins="capacity:refresh"),
        Typed(words="jobs minimax"),
        Running(a=6, b=4, c=2),
        Pressed(begins="jobs:refresh"),
        Pressed(begins="jobs:page", last=True),
        Running(a=1, b=4, c=2, wait=7),
    ),
    "jobs": (Typed(words="jobs minimax"), Pressed(begins="jobs:show", option="shot-12 (mia)")),
    "watch-add": (
        Typed(words="watch", by=MANAGER),
        Submitted(entered={"provider": "minimax", "warn": "99"}),
        Submitted(entered={"provider": "minimax", "warn": "2"}),
        Typed(words="watch add minimax studio-a ignore:60s quiet:“22:00-08:00 Europe/Berlin” @makers", by=MANAGER),
    ),
    "suggestions": (
        Typed(words="watch", by=MANAGER),
        Suggested(action="form:provider", query="mini"),
        Suggested(action="form:account", query=""),
        Typed(words="watch add minmax warn:2 styl:edti", by=MANAGER),
        Pressed(begins="slack:fill_in", by=MANAGER),
        Typed(words="minmax"),
    ),
    "watch-list": (
        Typed(words="watch list", by=MANAGER),
        Pressed(begins=ENTRY, option="Edit", last=True, by=MANAGER),
        Submitted(entered={"ignore_shorter_than": "5m"}),
        Typed(words="watch list", by=MANAGER),
        Pressed(begins=ENTRY, option="Remove", last=True, by=MANAGER),
    ),
    "watch-test": (
        Typed(words="watch list", by=MANAGER),
        Pressed(begins=ENTRY, last=True, option="Test", by=MANAGER),
        ChannelRead(lock=True),
    ),
    "board": (
        Typed(words="board add minimax", by=MANAGER),
        ChannelRead(),
        Typed(words="board list", by=MANAGER),
        Pressed(begins=ENTRY, by=MANAGER),
        ChannelRead(),
    ),
    "history": (Typed(words="history minimax"), Pressed(begins="slack:post_picture"), ChannelRead()),
    "report": (
        Typed(words="report now"),
        Typed(words="report every monday 9:00", by=MANAGER),
        Typed(words="report list", by=MANAGER),
        Pressed(begins=ENTRY, by=MANAGER),
    ),
    "notify": (
        Typed(words="notify me minimax"),
        Running(a=1, b=4, c=2),
        Pressed(begins="notify:take", posted=True),
        ChannelRead(),
    ),
    "notify-list": (
        Typed(words="notify minimax studio-b slots:5"),
        Typed(words="notify list"),
        Pressed(begins="notify:stop"),
    ),
    "alert": (Running(a=1, b=5, c=2), Running(a=6, b=5, c=2), ChannelRead(lock=True)),
    "why": (
        Pressed(begins="why:alert", posted=True),
        Explained(),
        Typed(words="why"),
    ),
    "mute": (
        Pressed(begins="mute:choose", posted=True),
        Pressed(begins="mute:alert"),
        ChannelRead(newest=2),
        Typed(words="mute minimax 30m"),
        Typed(words="unmute"),
        Typed(words="mute all 3h"),
        Typed(words="mute all 3h", by=MANAGER),
        Typed(words="unmute"),
    ),
    "user-group": (
        Typed(words="watch edit 1 role:@makers ping:any_full", by=MANAGER),
        Running(a=4, b=2, c=1, wait=8),
        Running(a=6, b=5, c=2),
        ChannelRead(lock=True),
    ),
    "alert-over": (Running(a=1, b=2, c=1, wait=8), ChannelRead(newest=6)),
    "rights": (Typed(words="watch list"), Typed(words="minimax", by=GUEST), Typed(words="report every monday 9:00")),
    "doctor": (Typed(words="doctor", by=MANAGER),),
    "account": (
        Typed(words="account rename minimax 200301 Blue room", by=MANAGER),
        Pressed(begins="account:undo", by=MANAGER),
        Typed(words="account rename minimax studio-b studio-a", by=MANAGER),
        Typed(words="account rename", by=MANAGER),
    ),
    "help": (Typed(words="help"), Typed(words="help", by=MANAGER)),
    "home": (HomeOpened(), Pressed(begins="capacity:refresh"), HomeOpened(by=GUEST)),
}
"""The steps of each picture, by its name, in the order in which one program is asked."""
