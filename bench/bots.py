"""The two bots that are compared, each on a Discord of its own; not what is measured of them.

There are two kinds of far ends: lean ones, for what takes milliseconds, and those of the tests, which check and
remember all that they receive.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.lean_process import LeanProcess
from bench.process import Process
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.minimax import ACCOUNTS, SCHEDULER, answer

DEADLINE = 30.0
MINIMAL = Path(__file__).parent / "minimal.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class FarEnds:
    """Where the real bot lives, of the kind that remembers.

    Attributes:
        ours: The real bot's Discord.
        useapi: The providers; MiniMax answers with one free slot of four.
        folder: The real bot's, with its database.
    """

    ours: Discord
    useapi: FakeUseapi
    folder: Path

    def real_bot(self, *program: str, **settings: str) -> Process:
        """Make the real bot's process; ``program`` is what Python runs in place of ``-m bot run``."""
        usual = {
            "DISCORD_TOKEN": self.ours.token,
            "DISCORD_GUILD_IDS": ",".join(str(guild.id) for guild in self.ours.world.guilds.values()),
            "DISCORD_API_URL": self.ours.url,
            "USEAPI_TOKEN": self.useapi.token,
            "USEAPI_URL": self.useapi.url,
            "PROVIDERS": "minimax",
        }
        return Process(self.folder, {**usual, **settings}, *(program or ("-m", "bot", "run")))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeanEnds:
    """Where both bots live, of the kind that costs little.

    Attributes:
        ours: The real bot's.
        minimal: The minimal bot's.
        folder: The real bot's, with its database.
    """

    ours: LeanProcess
    minimal: LeanProcess
    folder: Path

    def real_bot(self, **settings: str) -> Process:
        """Make the real bot's process."""
        return real_bot(self.ours, self.folder, **settings)

    def minimal_bot(self) -> Process:
        """Make the minimal bot's process."""
        gateway = {"DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{self.minimal.port}/socket"}
        return Process(self.folder, {**_discord(self.minimal), **gateway}, str(MINIMAL))


def real_bot(end: LeanProcess, folder: Path, **settings: str) -> Process:
    """Make the process of the real bot at a lean far end, with its database in a folder."""
    usual = {"USEAPI_TOKEN": "user:100-madeUpToken4Tests", "USEAPI_URL": end.url, "PROVIDERS": "minimax"}
    return Process(folder, {**_discord(end), **usual, **settings}, "-m", "bot", "run")


@contextlib.asynccontextmanager
async def far_ends() -> AsyncIterator[FarEnds]:
    """Open new ones, which know nothing of any bot."""
    with tempfile.TemporaryDirectory(prefix="capacity-bench-") as folder:
        async with Discord() as ours, FakeUseapi() as useapi:
            useapi.answers[ACCOUNTS] = Reply(body={})
            useapi.answers[SCHEDULER] = Reply(body=answer(free=1))
            yield FarEnds(ours=ours, useapi=useapi, folder=Path(folder))


@contextlib.asynccontextmanager
async def lean_ends() -> AsyncIterator[LeanEnds]:
    """Start new ones, which know nothing of any bot."""
    with tempfile.TemporaryDirectory(prefix="capacity-bench-") as folder:
        async with LeanProcess() as ours, LeanProcess() as minimal:
            yield LeanEnds(ours=ours, minimal=minimal, folder=Path(folder))


async def ready(discord: Discord) -> None:
    """Wait until a bot is connected and people can use its commands."""
    await discord.connected(within=DEADLINE)
    await discord.wait_for(lambda: discord.commands(discord.guild), within=DEADLINE)


async def settled() -> None:
    """Wait for what a bot does after it is ready."""
    await asyncio.sleep(3)


def _discord(end: LeanProcess) -> dict[str, str]:
    return {
        "DISCORD_TOKEN": end.token,
        "DISCORD_GUILD_IDS": ",".join(map(str, dict.fromkeys((end.guild, *(guild for guild, _ in end.channels))))),
        "DISCORD_API_URL": f"{end.url}/api/v10",
    }
