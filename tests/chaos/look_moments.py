"""Of which look each alert tells, by the database: a message names the moment of its look only where that is late."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from tests.storage.raw import ask

Moments: TypeAlias = Mapping[str, Mapping[str, datetime]]
"""The moment of the look at each provider that an alert tells of, by the alert's key."""

BETWEEN = 0.5
"""Seconds between two questions to the database."""


async def stored_moments(url: str) -> Moments:
    """Return the moments of all alerts that a database holds."""
    return {row.key: dict(_moments(json.loads(row.body))) for row in await ask(url, "SELECT key, body FROM alert")}


async def wait_until(well: Callable[[Moments], bool], url: str, within: float) -> None:
    """Wait until what was told is ``well`` by the moments of the database; at most ``within`` seconds."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + within
    while not well(await stored_moments(url)) and clock() < deadline:  # noqa: ASYNC110 - a table has no event
        await asyncio.sleep(BETWEEN)


def _moments(body: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    content = body["content"]
    if body["kind"] == "changes":
        yield from ((part["provider"], datetime.fromisoformat(part["at"])) for part in content["parts"])
    elif body["kind"] == "notice":
        yield content["provider"], datetime.fromisoformat(body["at"])
