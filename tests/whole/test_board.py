"""Boards as those who run a server keep them, by the real program: in place, over a restart, after a deletion."""

from tests.fakes.discord import Discord, Member, Message, Permission
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of


def shown(discord: Discord, message: Message) -> str:
    """Read a message as it is now, with its embed."""
    now = discord.kept.now[message.id]
    return f"{now.content}\n{now.embeds[-1]['description']}"


async def test_boards_are_kept_up_to_date_over_a_restart_sent_again_and_closed(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin: Member = discord.world.add_member(discord.guild, "alex", role)
    one, two, shut = (discord.world.add_channel(discord.guild, name) for name in ("one", "two", "shut"))
    discord.world.deny(shut, Permission.SEND_MESSAGES)
    async with bots.run(ALERT_CHANNEL_ID="") as program:
        await ready(discord)
        await looked(useapi)
        refused = await discord.use("board add", {"channel": shut}, member=admin)
        assert refused.ephemeral
        assert "A board can't be kept in that channel. The bot lacks Send Messages" in text_of(refused)

        made = await discord.use("board add", {"providers": "minimax", "channel": one}, member=admin)
        assert made.ephemeral
        assert f"**1** · <#{one.id}> · MiniMax · by <@{admin.user.id}>" in text_of(made)
        await program.says(f"Member {admin.user.id} made board 1")
        await discord.use("board add", {"channel": two}, member=admin)
        first = await discord.next_message(one, within=DEADLINE)
        second = await discord.next_message(two, within=DEADLINE)
        for message in (first, second):
            assert "MiniMax 3 of 4 free, use **200400**\nChecked <t:" in shown(discord, message)
            assert "🟢 **200300** · 1 of 2 free · oldest job <t:" in shown(discord, message)
        await looked(useapi)
        assert (discord.edited(first), discord.edited(second)) == ((), ())
    discord.delete(first)
    script(useapi, free=0)
    async with bots.run(ALERT_CHANNEL_ID="") as program:
        await ready(discord)
        again = await discord.next_message(one, within=DEADLINE)
        assert "🔴 **200300** · full" in shown(discord, again)
        await discord.wait_for(lambda: "MiniMax 2 of 4 free" in shown(discord, second), within=DEADLINE)
        assert len(discord.edited(second)) == 1
        assert discord.posts(two) == [discord.kept.now[second.id]]

        (offered,) = await discord.autocomplete("board remove", focused="board", value="#one", member=admin)
        removed = await discord.use("board remove", {"board": offered.value}, member=admin)
        assert "Board 1 removed" in text_of(removed)
        await program.says(f"Member {admin.user.id} removed board 1")
        await discord.wait_for(
            lambda: discord.kept.now[again.id].content == "Board 1 is not kept up to date any more", within=DEADLINE
        )
        listed = await discord.use("board list", member=admin)
        assert f"1 board\n**2** · <#{two.id}> · All providers" in text_of(listed)
    assert discord.posts() == []  # alerts go to no channel
