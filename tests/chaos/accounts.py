"""useapi.net in the storm: accounts that fill, free and vanish, spoilt answers, and a record of every look it served.

Each process of the bot is given an address of its own (``/life-3/v1/…``), so that a look says whose it is.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web
from typing_extensions import override

from tests.chaos.model import Look, What
from tests.chaos.plan import Glitch, Turn
from tests.fakes.useapi import FakeUseapi, Reply

LIMIT = 3
SLOW = 0.7
RETRIED = timedelta(seconds=0.5)
"""aiohttp asks once more, at once, where a connection that it had kept is reset: that is still the same look."""

NAMES = {
    "minimax": ("200300", "200400", "200500"),
    "kling": ("jo@example.com", "kim@example.com", "mia_b@example.com"),
    "tempolor": ("12345", "67890", "24680"),
}
ACCOUNT_KEY = {"minimax": "account", "kling": "email", "tempolor": "user_id"}
SPOILT = {
    Glitch.ERROR: Reply(status=503, body="<html><body>503</body></html>"),
    Glitch.HANG: Reply(hangs=True),
    Glitch.LIMITED: Reply(status=429, body={"error": "Too many requests", "code": 429}, headers={"Retry-After": "2"}),
    Glitch.RESET: Reply(resets=True),
}
"""Answers that are none, whatever was asked."""

RUNNING = {Turn.FREE: LIMIT - 1, Turn.FULL: LIMIT, Turn.FULL_UNLISTED: LIMIT, Turn.HIDDEN: LIMIT - 1}
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Lists:
    """What an answer holds: a row for each listed account, and how many jobs each account runs."""

    free: Mapping[str, int]
    jobs: Mapping[str, int]

    def spoilt(self, glitch: Glitch | None) -> "Lists":
        """Leave out what a glitch leaves out."""
        bare = {
            Glitch.EMPTY: Lists({}, {}),
            Glitch.NO_JOBS: Lists(self.free, {}),
            Glitch.NO_ROWS: Lists({}, self.jobs),
        }
        return self if glitch is None else bare.get(glitch, self)

    def certain(self) -> dict[str, What]:
        """Return what is certain: a listed account is what its row says; one that runs all it may is full."""
        full = {account: What.FULL for account, running in self.jobs.items() if running >= LIMIT}
        return full | {account: What.FREED if free else What.FULL for account, free in self.free.items()}


class Accounts(FakeUseapi):
    """A useapi.net with three providers of three accounts each.

    Args:
        changed: Called after each look.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self.state = {name: Turn.FREE for names in NAMES.values() for name in names}
        self.glitches: dict[str, Glitch] = {}
        self.looks: list[Look] = []
        self._changed = changed

    def expect(self, life: int) -> str:
        """Return the address for a process."""
        for provider in NAMES:
            for path in ("scheduler/available", "accounts"):
                self.answers[f"/life-{life}/v1/{provider}/{path}"] = Reply()
        return f"{self.url}/life-{life}"

    def flip(self, account: str) -> None:
        """Make a change that has to be told."""
        self.state[account] = Turn.FULL if self.state[account] in {Turn.FREE, Turn.HIDDEN} else Turn.FREE

    def calm(self) -> None:
        """Spoil nothing more, and show every account."""
        self.glitches.clear()
        self.state = {account: Turn.FREE if it is Turn.HIDDEN else it for account, it in self.state.items()}

    def tide(self) -> Iterator[int]:
        """Fill all accounts at once and free them one by one: give for how many looks to wait after each step."""
        self.state = dict.fromkeys(self.state, Turn.FULL)
        yield 2
        for names in zip(*NAMES.values(), strict=True):
            self.state |= dict.fromkeys(names, Turn.FREE)
            yield 1

    def of(self, provider: str, life: int) -> list[Look]:
        """List the looks that a process had at a provider."""
        return [look for look in self.looks if (look.provider, look.life) == (provider, life)]

    @override
    async def _scripted(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        _, life, _, provider, *asked = request.path.split("/")
        number = int(life.removeprefix("life-"))
        glitch = self.glitches.get(provider)
        if asked == ["accounts"]:
            spoilt = SPOILT.get(glitch) if glitch and glitch is not Glitch.HANG else None
            listed = {name: {"maxJobs": LIMIT} for name in NAMES[provider]}
            return await super()._scripted(request, spoilt or Reply(body=listed))
        if glitch is Glitch.SLOW:
            await asyncio.sleep(SLOW)
        lists = self._lists(provider).spoilt(glitch)
        body = json.dumps(_spelt(provider, lists)).encode()
        spoilt = (
            Reply(body=body[: len(body) // 2]) if glitch is Glitch.TRUNCATED else SPOILT.get(glitch) if glitch else None
        )
        showed = {} if spoilt else lists.certain()
        self._note(Look(provider=provider, life=number, at=datetime.now(UTC), showed=showed, answered=spoilt is None))
        return await super()._scripted(request, spoilt or Reply(body=body))

    def _note(self, look: Look) -> None:
        before = next((each for each in reversed(self.looks) if each.provider == look.provider), None)
        if before and before.life == look.life and not before.answered and look.at - before.at < RETRIED:
            self.looks.remove(before)
        self.looks.append(look)
        self._changed()

    def _lists(self, provider: str) -> Lists:
        running = {name: RUNNING[self.state[name]] for name in NAMES[provider]}
        listed = {name for name in NAMES[provider] if self.state[name] in {Turn.FREE, Turn.FULL}}
        return Lists({name: LIMIT - running[name] for name in NAMES[provider] if name in listed}, running)


def _spelt(provider: str, lists: Lists) -> dict[str, Iterable[Row]]:
    key = ACCOUNT_KEY[provider]
    return {
        "executing": list(_jobs(provider, lists.jobs)),
        "available": [
            {key: name, "maxJobs": LIMIT, "executing": LIMIT - free, "available": free}
            for name, free in lists.free.items()
        ],
    }


def _jobs(provider: str, running: Mapping[str, int]) -> Iterator[Row]:
    for name, count in running.items():
        for number in range(count):
            if provider == "minimax":
                yield {"videoId": f"user:100-minimax:{name}-video:{number}"}
            elif provider == "kling":
                yield {"id": number, "email": name}
            else:
                yield {"job_id": f"user:100-tempolor:{name}-job:{number}"}
