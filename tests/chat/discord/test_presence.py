"""The bot's custom status on a loopback Discord: shown on change, never too often, never to another team."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.chat.discord.presence import PresenceUpdater
from bot.chat.discord.served_guilds import ServedGuilds
from tests.chat.discord.connected import connection, running
from tests.fakes.discord import Discord


class Status:
    """What should be shown, and how long was slept after each update."""

    def __init__(self) -> None:
        self.text: str | None = "6/13 free"
        self.slept: list[float] = []
        self._pauses: asyncio.Queue[float] = asyncio.Queue()

    def __call__(self) -> str | None:
        """Return what should be shown."""
        return self.text

    async def sleep(self, seconds: float) -> None:
        """Note the pause, and take a short one."""
        self.slept.append(seconds)
        self._pauses.put_nowait(seconds)
        await asyncio.sleep(0.01)

    async def rounds(self, count: int) -> None:
        """Wait for so many pauses from now on."""
        while not self._pauses.empty():
            self._pauses.get_nowait()
        for _ in range(count):
            await self._pauses.get()


@contextlib.asynccontextmanager
async def shown(discord: Discord, *, serves: int | None = None) -> AsyncIterator[Status]:
    """Keep a status up to date while the block runs."""
    link, status = connection(discord), Status()
    updater = PresenceUpdater(link, ServedGuilds({serves or discord.guild.id}), status, sleep=status.sleep)
    async with running(link) as client:
        await client.wait_until_ready()
        life = asyncio.create_task(updater.run())
        try:
            yield status
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)


def texts(discord: Discord) -> list[str | None]:
    return [text for _, text in discord.gateway.presences]


async def test_a_status_is_sent_when_it_changes_and_not_again(discord: Discord) -> None:
    async with shown(discord) as status:
        await discord.wait_for(lambda: texts(discord) == ["6/13 free"])
        await status.rounds(5)
        assert texts(discord) == ["6/13 free"]
        status.text = "5/13 free"
        await discord.wait_for(lambda: texts(discord) == ["6/13 free", "5/13 free"])
    assert status.slept.count(30.0) in {1, 2}


async def test_after_a_new_session_it_is_sent_again(discord: Discord) -> None:
    async with shown(discord):
        await discord.wait_for(lambda: texts(discord) == ["6/13 free"])
        discord.gateway.invalidate(resumable=False)
        await discord.wait_for(lambda: texts(discord) == ["6/13 free"] * 2)


async def test_a_second_server_ends_it_and_its_leaving_brings_it_back(discord: Discord) -> None:
    async with shown(discord):
        await discord.wait_for(lambda: texts(discord) == ["6/13 free"])
        other = discord.world.add_guild("Gamers")
        await discord.wait_for(lambda: texts(discord) == ["6/13 free", None])
        discord.world.remove_bot(other)
        await discord.wait_for(lambda: texts(discord) == ["6/13 free", None, "6/13 free"])


async def test_a_server_that_is_not_served_reads_nothing(discord: Discord) -> None:
    async with shown(discord, serves=1) as status:
        await status.rounds(5)
    assert texts(discord) == []
