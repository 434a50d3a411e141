"""A socket connection at work on the loopback Slack, whose pauses take no time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.chat.slack.socket_connection import SocketConnection
from bot.chat.slack.socket_envelopes import Envelope, Handle
from bot.chat.slack.web_api import SlackApi
from bot.errors import AppRefused
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.slack import SlackWorkspace

ANSWER = {"text": "3 free"}


async def answer(envelope: Envelope) -> Mapping[str, object] | None:
    return ANSWER if envelope.accepts_response_payload else None


async def nothing() -> None:
    """Do nothing."""


async def end(refusal: AppRefused) -> None:
    """End the connection."""
    raise refusal


@dataclass
class Running:
    """A connection at work, and the pauses that it made; each takes no time."""

    connection: SocketConnection
    task: asyncio.Task[None]
    pauses: list[float] = field(default_factory=list)
    age: float = 0.0


@asynccontextmanager
async def running(
    slack: SlackWorkspace,
    handle: Handle = answer,
    *,
    quiet: float = 40.0,
    stop_after: int = 1000,
    at_pauses: Callable[[], None] = lambda: None,
    refused: Callable[[AppRefused], Awaitable[None]] = end,
) -> AsyncIterator[Running]:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        at_pauses()
        await asyncio.sleep(0 if len(pauses) < stop_after else 3600)

    loop = asyncio.get_running_loop()
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        made: list[Running] = []
        connection = SocketConnection(
            api,
            sleep=sleep,
            monotonic=lambda: loop.time() + (made[0].age if made else 0),
            chance=lambda: 0.5,
            quiet=quiet,
        )
        task = asyncio.create_task(connection.run(handle, connected=nothing, refused=refused))
        made.append(Running(connection, task, pauses))
        try:
            yield made[0]
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until(found: Callable[[], object]) -> None:
    """Wait until something is true of the connection, which tells nobody."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not found():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
