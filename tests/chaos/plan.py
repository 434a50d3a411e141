"""What goes wrong and when, from the seed: the same seed is the same plan. How it is done: ``storm`` and ``dying``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from random import Random
from typing import Generic, TypeVar


class Turn(StrEnum):
    """What becomes of an account."""

    FREE = auto()
    FULL = auto()
    FULL_UNLISTED = auto()
    HIDDEN = auto()


class Glitch(StrEnum):
    """How a provider's answers are spoilt."""

    EMPTY = auto()
    ERROR = auto()
    HANG = auto()
    LIMITED = auto()
    NO_JOBS = auto()
    NO_ROWS = auto()
    RESET = auto()
    SLOW = auto()
    TRUNCATED = auto()


class Mishap(StrEnum):
    """What happens to requests to Discord."""

    EDGE = auto()
    ERROR = auto()
    ERROR_STORED = auto()
    LIMITED = auto()
    LIMITED_AT_EDGE = auto()
    LIMITED_GLOBALLY = auto()
    LOST = auto()
    LOST_UNSTORED = auto()
    RESET = auto()
    SLOW = auto()


class SlackMishap(StrEnum):
    """What happens to calls of Slack."""

    ERROR = auto()
    ERROR_STORED = auto()
    FATAL_STORED = auto()
    INTERNAL = auto()
    LATE = auto()
    LIMITED = auto()
    LOST = auto()
    LOST_UNSTORED = auto()
    PLAIN_STORED = auto()
    RESET = auto()
    SLOW = auto()


class SlackDrop(StrEnum):
    """What happens to the socket of Socket Mode."""

    CUT = auto()
    CLOSED = auto()
    DUPLICATED = auto()
    FROZEN = auto()
    GARBAGE = auto()
    REFRESHED = auto()
    REFUSED = auto()
    WARNED = auto()


class Drop(StrEnum):
    """What happens to the gateway's connection."""

    CUT = auto()
    CLOSED = auto()
    FORGOTTEN = auto()
    GARBAGE = auto()
    INVALID = auto()
    INVALID_RESUMABLE = auto()
    RECONNECT = auto()
    REFUSED = auto()
    UNPARSABLE = auto()


class Death(StrEnum):
    """When the bot is killed: at any moment, at a look that brings news, or while it sends or edits."""

    ANYWHERE = auto()
    LOOKING = auto()
    SENDING = auto()
    SENDING_STORED = auto()
    SENDING_LOST = auto()
    EDITING = auto()
    EDITING_STORED = auto()


MESSAGES = "/channels/*/messages"
MESSAGE = "/channels/*/messages/*"
PATHS = (*[MESSAGES] * 6, *[MESSAGE] * 4, "/gateway/bot", "/users/@me", "/applications/*")
"""Which requests a mishap meets; most of them are alerts, and edits of alerts."""

METHODS = (*["chat.postMessage"] * 6, *["chat.update"] * 4, *["conversations.history"] * 3, "auth.test", "*.info")
"""Which calls a mishap of Slack meets."""

Act = TypeVar("Act")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[Act]):
    """One thing that goes wrong, ``at`` so many seconds, to something (``on``), for so long, to so many requests."""

    at: float
    act: Act
    on: str = ""
    seconds: float = 0.0
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that goes wrong, in lanes that know nothing of each other.

    ``downs`` and ``slack_downs`` are the times without any Discord, and without any Slack.
    """

    turns: tuple[Step[Turn], ...]
    glitches: tuple[Step[Glitch], ...]
    mishaps: tuple[Step[Mishap], ...]
    drops: tuple[Step[Drop], ...]
    downs: tuple[Step[None], ...]
    deaths: tuple[Step[Death], ...]
    slack_mishaps: tuple[Step[SlackMishap], ...]
    slack_drops: tuple[Step[SlackDrop], ...]
    slack_downs: tuple[Step[None], ...]


def plan(seed: int, seconds: float, names: Mapping[str, Sequence[str]]) -> Plan:
    """Make the plan of a storm of so many seconds over these accounts of each provider."""
    accounts = [account for several in names.values() for account in several]
    turns = [_turns(_luck(seed, "turns", account), seconds, account) for account in accounts]
    turns += [_tides(_luck(seed, "tides", provider), seconds, several) for provider, several in names.items()]
    glitches = (_glitches(_luck(seed, "glitches", provider), seconds, provider) for provider in names)
    luck = {lane: _luck(seed, lane) for lane in LANES}
    return Plan(
        turns=tuple(sorted((step for lane in turns for step in lane), key=lambda step: step.at)),
        glitches=tuple(sorted((step for lane in glitches for step in lane), key=lambda step: step.at)),
        mishaps=tuple(_mishaps(luck["mishaps"], seconds)),
        drops=tuple(Step(at=at, act=luck["drops"].choice(list(Drop))) for at in _moments(luck["drops"], seconds, 2, 8)),
        downs=tuple(_downs(luck["downs"], seconds)),
        deaths=tuple(_deaths(luck["deaths"], seconds, accounts)),
        slack_mishaps=tuple(_slack_mishaps(luck["slack mishaps"], seconds)),
        slack_drops=tuple(
            Step(at=at, act=luck["slack drops"].choice(list(SlackDrop)))
            for at in _moments(luck["slack drops"], seconds, 3, 10)
        ),
        slack_downs=tuple(_downs(luck["slack downs"], seconds)),
    )


LANES = ("mishaps", "drops", "downs", "deaths", "slack mishaps", "slack drops", "slack downs")


def _luck(seed: int, *lane: str) -> Random:
    return Random(f"{seed} {lane}")  # noqa: S311 - no secret


def _moments(luck: Random, seconds: float, least: float, most: float) -> Iterator[float]:
    at = luck.uniform(least / 2, most)
    while at < seconds:
        yield at
        at += luck.uniform(least, most)


def _turns(luck: Random, seconds: float, account: str) -> Iterator[Step[Turn]]:
    for at in _moments(luck, seconds, 3, 14):
        (act,) = luck.choices(list(Turn), weights=(4, 2, 2, 1))
        yield Step(at=at, act=act, on=account)


def _tides(luck: Random, seconds: float, accounts: Sequence[str]) -> Iterator[Step[Turn]]:
    """Fill all accounts of a provider at once and free them one by one: one message, edited again and again."""
    for at in _moments(luck, seconds, 15, 40):
        yield from (Step(at=at, act=Turn.FULL, on=account) for account in accounts)
        yield from (Step(at=at + 1.5 * number, act=Turn.FREE, on=one) for number, one in enumerate(accounts, start=1))


def _glitches(luck: Random, seconds: float, provider: str) -> Iterator[Step[Glitch]]:
    for at in _moments(luck, seconds, 5, 16):
        (act,) = luck.choices(list(Glitch), weights=[1 if act is Glitch.HANG else 3 for act in Glitch])
        yield Step(at=at, act=act, on=provider, seconds=luck.choice((0.5, 1.5, 3, 5)))


def _mishaps(luck: Random, seconds: float) -> Iterator[Step[Mishap]]:
    for at in _moments(luck, seconds, 0.5, 3.5):
        times = luck.choice((1, 1, 1, 2, 3))
        (act,) = luck.choices(list(Mishap), weights=[3 if act is Mishap.LIMITED else 1 for act in Mishap])
        yield Step(at=at, act=act, on=luck.choice(PATHS), seconds=luck.uniform(0.2, 2), times=times)


def _downs(luck: Random, seconds: float) -> Iterator[Step[None]]:
    for at in _moments(luck, seconds, 20, 40):
        yield Step(at=at, act=None, seconds=luck.uniform(1, 5))


def _slack_mishaps(luck: Random, seconds: float) -> Iterator[Step[SlackMishap]]:
    """Spoil calls of Slack; a post that lands late does so up to eight seconds after its connection is cut."""
    for at in _moments(luck, seconds, 1, 6):
        times = luck.choice((1, 1, 1, 2, 3))
        (act,) = luck.choices(list(SlackMishap), weights=[2 if act is SlackMishap.LATE else 1 for act in SlackMishap])
        most = 8 if act is SlackMishap.LATE else 2
        yield Step(at=at, act=act, on=luck.choice(METHODS), seconds=luck.uniform(0.2, most), times=times)


def _deaths(luck: Random, seconds: float, accounts: Sequence[str]) -> Iterator[Step[Death]]:
    """Kill every seven seconds or so, now and then just after the start; half the time it is back at once."""
    at = luck.uniform(3, 6)
    while at < seconds:
        down = 0.0 if luck.random() < 0.5 else luck.uniform(0.3, 3)
        (act,) = luck.choices(list(Death), weights=(3, 2, 2, 2, 1, 1, 1))
        yield Step(at=at, act=act, on=luck.choice(accounts), seconds=down)
        early = luck.random() < 0.2
        at += down + (luck.uniform(0.2, 2.5) if early else luck.uniform(4, 10))
