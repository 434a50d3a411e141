"""The two bots that are compared, each on a loopback Discord; not what is measured of them."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.process import Process
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.minimax import ACCOUNTS, SCHEDULER, answer

DEADLINE = 30.0
MINIMAL = Path(__file__).parent / "minimal.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class FarEnds:
    """Where the bots live.

    Attributes:
        ours: The real bot's Discord.
        minimal: The minimal bot's.
        useapi: The providers; MiniMax answers with one free slot of four.
        folder: The real bot's, with its database.
    """

    ours: Discord
    minimal: Discord
    useapi: FakeUseapi
    folder: Path

    def real_bot(self, *program: str, **settings: str) -> Process:
        """Make the real bot's process; ``program`` is what Python runs in place of ``-m bot run``."""
        guilds = ",".join(str(guild.id) for guild in self.ours.world.guilds.values())
        usual = {
            "DISCORD_TOKEN": self.ours.token,
            "DISCORD_GUILD_IDS": guilds,
            "DISCORD_API_URL": self.ours.url,
            "USEAPI_TOKEN": self.useapi.token,
            "USEAPI_URL": self.useapi.url,
            "PROVIDERS": "minimax",
        }
        return Process(self.folder, {**usual, **settings}, *(program or ("-m", "bot", "run")))

    def minimal_bot(self) -> Process:
        """Make the minimal bot's process."""
        settings = {
            "DISCORD_TOKEN": self.minimal.token,
            "DISCORD_GUILD_IDS": str(self.minimal.guild.id),
            "DISCORD_API_URL": self.minimal.url,
            "DISCORD_GATEWAY_URL": self.minimal.socket_url,
        }
        return Process(self.folder, settings, str(MINIMAL))


@contextlib.asynccontextmanager
async def far_ends() -> AsyncIterator[FarEnds]:
    """Open new ones, which know nothing of any bot."""
    with tempfile.TemporaryDirectory(prefix="capacity-bench-") as folder:
        async with Discord() as ours, Discord() as minimal, FakeUseapi() as useapi:
            useapi.answers[ACCOUNTS] = Reply(body={})
            useapi.answers[SCHEDULER] = Reply(body=answer(free=1))
            yield FarEnds(ours=ours, minimal=minimal, useapi=useapi, folder=Path(folder))


async def ready(discord: Discord) -> None:
    """Wait until a bot is connected and people can use its commands."""
    await discord.connected(within=DEADLINE)
    await discord.wait_for(lambda: discord.commands(discord.guild), within=DEADLINE)


async def settled() -> None:
    """Wait for what a bot does after it is ready."""
    await asyncio.sleep(3)
