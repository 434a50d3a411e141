"""What may go wrong with a call, and which calls it happens to; when is up to the test.

A fault is a value; `Faults.add` ties it to a method (`chat.postMessage`, `response`, `upload`; `*` fits any), for some
calls or until it is lifted.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Self

from tests.fakes.slack.records import Json

EDGE = "<!DOCTYPE html><html><head><title>Slack | {0}</title></head><body>Server Error</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered: an object as JSON, or a text of a content type."""

    body: Json | str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"

    @property
    def error(self) -> str | None:
        """Return Slack's word for what is wrong, None where all is well."""
        if isinstance(self.body, str):
            return None if self.status == 200 else "http_error"
        return None if self.body.get("ok") else str(self.body.get("error"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens: the call is `stored` (done) or not, then waited on, then answered so, or not at all (`lost`).

    `lands` is the number of seconds after which it is done although nobody waits any longer.
    """

    answer: Answer | None = None
    stored: bool = False
    lost: bool = False
    reset: bool = False
    seconds: float = 0.0
    until: asyncio.Event | None = None
    lands: float | None = None

    @classmethod
    def error(cls, error: str, *, stored: bool = False, **extra: object) -> Self:
        """Answer 200 with an error: `internal_error`, `fatal_error`, `token_revoked`, `is_archived` …."""
        return cls(answer=Answer(body={"ok": False, "error": error, **extra}), stored=stored)

    @classmethod
    def scope(cls, needed: str) -> Self:
        """Answer that a scope is missing."""
        return cls.error("missing_scope", needed=needed, provided="chat:write")

    @classmethod
    def status(cls, status: int = 503, *, stored: bool = False) -> Self:
        """Answer with a status and a page of HTML."""
        return cls(answer=Answer(body=EDGE.format(status), status=status, content_type="text/html"), stored=stored)

    @classmethod
    def plain(cls, text: str = "ok", *, stored: bool = False) -> Self:
        """Answer 200 with `text/plain`, where JSON is due."""
        return cls(answer=Answer(body=text, content_type="text/plain"), stored=stored)

    @classmethod
    def limited(cls, retry_after: int = 1) -> Self:
        """Answer 429 as a rate limit does."""
        body: Json = {"ok": False, "error": "ratelimited"}
        return cls(answer=Answer(body=body, status=429, headers={"Retry-After": str(retry_after)}))

    @classmethod
    def lose(cls, *, stored: bool = True, reset: bool = False) -> Self:
        """Do it (where `stored`), then hang up without an answer; `reset` for a TCP reset."""
        return cls(stored=stored, lost=True, reset=reset)

    @classmethod
    def late(cls, seconds: float, *, hangs: bool = False) -> Self:
        """Hang up at once, or (`hangs`) wait until the caller gives up; do it so many seconds after that."""
        return cls(lost=not hangs, until=asyncio.Event() if hangs else None, lands=seconds)

    @classmethod
    def hang(cls, until: asyncio.Event | None = None, *, stored: bool = True) -> Self:
        """Answer only after the event, never without one."""
        return cls(stored=stored, until=until or asyncio.Event())

    @classmethod
    def slow(cls, seconds: float, *, stored: bool = True) -> Self:
        """Answer late."""
        return cls(stored=stored, seconds=seconds)


@dataclass(slots=True, kw_only=True, eq=False)
class Rule:
    """A fault tied to calls; `times` None lasts until it is lifted, `hits` counts the calls that it met."""

    method: str
    fault: Fault
    times: int | None
    fits: Callable[[Mapping[str, object]], bool]
    hits: int = 0

    @property
    def over(self) -> bool:
        """Return whether the fault is used up."""
        return self.times is not None and self.hits >= self.times

    def lift(self) -> None:
        """End it."""
        self.times = 0


class Faults:
    """Keep the rules; the oldest that fits a call and is not over happens."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def add(
        self,
        method: str,
        fault: Fault,
        *,
        times: int | None = 1,
        fits: Callable[[Mapping[str, object]], bool] = lambda _: True,
    ) -> Rule:
        """Make the next calls of a method fail this way; `fits` chooses among them by their arguments."""
        made = Rule(method=method, fault=fault, times=times, fits=fits)
        self._rules.append(made)
        return made

    def clear(self) -> None:
        """Lift every rule."""
        for each in self._rules:
            each.lift()

    def take(self, method: str, arguments: Mapping[str, object]) -> Fault | None:
        """Find what happens to a call, and count it."""
        for rule in self._rules:
            if not rule.over and fnmatchcase(method, rule.method) and rule.fits(arguments):
                rule.hits += 1
                return rule.fault
        return None
