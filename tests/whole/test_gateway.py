"""A connection that is lost in every way: people are answered and channels told as soon as it is back."""

import json

from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import script
from tests.whole.program import DEADLINE

UNPARSABLE = json.dumps({"op": 0, "s": 1000, "t": "INTERACTION_CREATE", "d": {"type": 2}})


async def drop(discord: Discord) -> None:
    """Cut the socket; it is resumed."""
    await discord.gateway.drop()
    await discord.wait_for(lambda: discord.gateway.resumes == 1, within=DEADLINE)


async def forget(discord: Discord) -> None:
    """Call the session invalid; there is a new one."""
    before = len(discord.identifies)
    discord.gateway.invalidate(resumable=False)
    await discord.wait_for(lambda: len(discord.identifies) > before, within=DEADLINE)


async def send_nonsense(discord: Discord) -> None:
    """Send what the library can't parse; there is a new session."""
    before = len(discord.identifies)
    discord.gateway.send_raw(UNPARSABLE)
    await discord.wait_for(lambda: len(discord.identifies) > before, within=DEADLINE)


async def test_the_bot_lives_on(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    script(useapi, free=1)
    async with bots.run() as program:
        await program.says("Ready as")
        for number, lose in enumerate((drop, forget, send_nonsense)):
            await lose(discord)
            script(useapi, free=number % 2)
            told = await discord.next_message(within=DEADLINE)
            await ready(discord)
            reply = await discord.use("capacity", {"provider": "minimax"})
            assert ("has room again" if number % 2 else "is full") in told.content
            assert ("3 of 4" if number % 2 else "2 of 4") in str(reply.embeds)

    assert len(discord.posts()) == 3
    assert discord.command_syncs(discord.guild) == 1
    assert not any("Traceback" in line for line in program.lines)
