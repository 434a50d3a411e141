"""An account that keeps changing, as two channels hear of it from the real program: one in each style."""

import pytest

from tests.fakes.discord import Channel, Discord, Member, Message, Permission
from tests.fakes.discord.options import Value
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_alerts import gist_of, headline
from tests.whole.test_capacity import text_of

QUIET_SECONDS = 3

KEEPS = "MiniMax: 200300 keeps filling and freeing"
KEPT = f"over: {KEEPS}"
SETTLED = "MiniMax: 200300 stays free now"


@pytest.fixture
def admin(discord: Discord) -> Member:
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    return discord.world.add_member(discord.guild, "alex", role)


def said(message: Message) -> list[str]:
    """Read what happened in every version of a message."""
    return [*map(gist_of, [*(each.content for each in message.edits), message.content])]


async def test_an_account_that_flaps_is_counted_in_one_message_and_closed_with_one_line(
    discord: Discord, useapi: FakeUseapi, bots: Bots, admin: Member
) -> None:
    edited: Channel = discord.world.add_channel(discord.guild, "edited")
    script(useapi, free=1)
    async with bots.run(FLAPPING_CHANGES="3", FLAPPING_QUIET_MINUTES=str(QUIET_SECONDS / 60)):
        await ready(discord)
        asked: dict[str, Value] = {"provider": "minimax", "channel": edited, "style": "edit"}
        assert "Edits one message" in text_of(await discord.use("watch add", asked, member=admin))
        await looked(useapi)

        script(useapi, free=0)
        await discord.next_message(within=DEADLINE)
        one = await discord.next_message(edited, within=DEADLINE)
        script(useapi, free=1)
        await discord.next_message(within=DEADLINE)
        await discord.wait_for(lambda: discord.kept.now[one.id].edits, within=DEADLINE)

        script(useapi, free=0)
        assert "3 changes in" in str((await discord.next_message(within=DEADLINE)).content)
        assert "3 changes in" in str((await discord.next_message(edited, within=DEADLINE)).content)
        script(useapi, free=1)
        assert headline(await discord.next_message(within=DEADLINE)) == SETTLED
        await discord.wait_for(lambda: said(discord.posts()[2])[-1] == KEPT, within=DEADLINE)
        await discord.wait_for(lambda: said(discord.posts(edited)[-1])[-1] == SETTLED, within=DEADLINE)
        await looked(useapi)

    full, freed, counting, closing = discord.posts()
    assert said(full)[0] == "MiniMax: 200300 is full"
    assert said(freed) == ["MiniMax: 200300 has room again"]
    assert set(said(counting)[:-1]) == {KEEPS}
    assert "4 changes in" in counting.content
    assert "changes" not in closing.content

    first, second = discord.posts(edited)
    assert said(first) == ["MiniMax: 200300 is full", "MiniMax: 200300 has room again"]
    assert set(said(second)[:-1]) == {KEEPS}
    assert "after 4 changes in" in second.content
