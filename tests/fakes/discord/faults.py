"""What may go wrong with a request, and which requests it happens to; when is up to the test.

A fault is a value; `Faults.add` ties it to a method and a path, for some requests or until it is lifted.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Self

from tests.fakes.discord.records import Json
from tests.fakes.discord.rest import Answer

EDGE = "<!DOCTYPE html><html><head><title>discord.com | {0}</title></head><body>cloudflare</body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens: the request is `stored` (done) or not, then waited on, then answered so or not at all (`lost`).

    `lands` is the number of seconds after which it is done although nobody waits any longer.
    """

    answer: Answer | None = None
    stored: bool = False
    lost: bool = False
    reset: bool = False
    seconds: float = 0.0
    until: asyncio.Event | None = None
    via: bool = True
    lands: float | None = None

    @classmethod
    def status(cls, status: int, body: Json | None = None, *, stored: bool = False, via: bool = True) -> Self:
        """Answer with a status in place of the true answer, after having done it where `stored`."""
        words = {"message": f"{status}: made up by a test", "code": 0}
        return cls(answer=Answer(body=body or words, status=status), stored=stored, via=via)

    @classmethod
    def limited(cls, retry_after: float, *, via: bool = True, scope: str = "user", code: int = 0) -> Self:
        """Answer 429 as a rate limit does; without `via` as the edge does, which discord.py takes for a ban."""
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": scope == "global"}
        headers = {"Retry-After": str(max(1, round(retry_after))), "X-RateLimit-Scope": scope}
        if scope == "global":
            headers["X-RateLimit-Global"] = "true"
        return cls(answer=Answer(body={**body, "code": code}, status=429, headers=headers), via=via)

    @classmethod
    def too_old(cls, retry_after: float | None, *, via: bool = True) -> Self:
        """Answer an edit as Discord does once messages older than an hour were edited too often in a channel.

        That is a 429 with a code of its own; some say when to come back.
        """
        words: Json = {"message": "Maximum number of edits to messages older than 1 hour reached.", "code": 30046}
        told: Json = {} if retry_after is None else {"retry_after": retry_after, "global": False}
        headers = {"X-RateLimit-Scope": "user"}
        return cls(answer=Answer(body={**words, **told}, status=429, headers=headers), via=via)

    @classmethod
    def edge(cls, status: int = 503) -> Self:
        """Answer with a page of HTML, as the edge before Discord does."""
        return cls(answer=Answer(body=EDGE.format(status), status=status), via=False)

    @classmethod
    def lose(cls, *, stored: bool = True, reset: bool = False) -> Self:
        """Do it (where `stored`), then hang up without an answer; `reset` for a TCP reset."""
        return cls(stored=stored, lost=True, reset=reset)

    @classmethod
    def late(cls, seconds: float) -> Self:
        """Hang up at once, and do it so many seconds later."""
        return cls(lost=True, lands=seconds)

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
    """A fault tied to requests; `times` None lasts until it is lifted, `hits` are the paths that it met."""

    method: str
    path: str
    fault: Fault
    times: int | None
    hits: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Return whether the fault is used up."""
        return self.times is not None and len(self.hits) >= self.times

    def lift(self) -> None:
        """End it."""
        self.times = 0


class Faults:
    """Keep the rules; the oldest that fits a request and is not over happens."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def add(self, method: str, path: str, fault: Fault, *, times: int | None = 1) -> Rule:
        """Make the next requests fail this way; `*` matches anything in method and path.

        Paths begin after `/api/v10`: `/channels/*/messages`, `/interactions/*/callback`.
        """
        made = Rule(method=method, path=path, fault=fault, times=times)
        self._rules.append(made)
        return made

    def clear(self) -> None:
        """Lift every rule."""
        for each in self._rules:
            each.lift()

    def take(self, method: str, path: str) -> Fault | None:
        """Find what happens to a request, and count it."""
        for rule in self._rules:
            if not rule.over and fnmatchcase(method, rule.method) and fnmatchcase(path, rule.path):
                rule.hits.append(path)
                return rule.fault
        return None


def headers(fault: Fault | None) -> Mapping[str, str]:
    """Return what Discord itself puts on every answer, and the edge does not."""
    return {} if fault and not fault.via else {"Via": "1.1 google"}
