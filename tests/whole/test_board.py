"""Boards as those who run a server keep them, by the real program: in place, over a kill, after a deletion, by Undo."""

from collections.abc import Sequence

from tests.fakes.discord import Channel, Discord, Member, Message, Permission
from tests.fakes.discord import Reply as Answer
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE, Program
from tests.whole.test_capacity import text_of


def shown(discord: Discord, message: Message) -> str:
    """Read a message as it is now, with its embed."""
    now = discord.kept.now[message.id]
    return f"{now.content}\n{now.embeds[-1]['description']}"


async def renamed(discord: Discord, program: Program, admin: Member, boards: Sequence[Message]) -> Answer:
    """Rename an account, which is called so everywhere from then on."""
    account = {"provider": "minimax", "account": "200300"}
    said = await discord.use("account rename", {**account, "name": "studio-x"}, member=admin)
    assert said.ephemeral
    assert "MiniMax: **200300** is called **studio-x** from now on" in text_of(said)
    await program.says(f"Member {admin.user.id} named an account of minimax: studio-x.")
    assert "**studio-x** · 1 of 2 free" in text_of(await discord.use("capacity", {"provider": "minimax"}))
    offered = await discord.autocomplete("jobs", {"provider": "minimax"}, focused="account", value="studio")
    assert [one.name for one in offered] == ["studio-x · 1 of 2 free"]
    await discord.wait_for(
        lambda: all("**studio-x** · 1 of 2 free" in shown(discord, board) for board in boards), within=DEADLINE
    )
    refused = await discord.use("account rename", {**account, "name": "@everyone"}, member=admin)
    assert "Try everyone." in text_of(refused)
    return said


async def taken_away(discord: Discord, admin: Member, channel: Channel) -> Sequence[Answer]:
    """Make a watch, a third board and a report in a channel, and remove them."""
    there = {"channel": channel}
    await discord.use("watch add", {"provider": "minimax", "account": "200300", **there}, member=admin)
    await discord.use("board add", {"providers": "minimax", **there}, member=admin)
    await discord.next_message(channel, within=DEADLINE)
    await discord.use("report every", {"when": "Monday 09:00", **there}, member=admin)
    return [
        await discord.use(command, {option: number}, member=admin)
        for command, option, number in (
            ("watch remove", "watch", 1),
            ("board remove", "board", 3),
            ("report stop", "report", 1),
        )
    ]


async def all_come_back(
    discord: Discord, useapi: FakeUseapi, admin: Member, channel: Channel, gone: Sequence[Answer]
) -> None:
    """Have all of it come back, once."""
    said = [text_of(await discord.press(one, label="Undo", member=admin)) for one in gone]
    for what, text in zip(("Alerts about MiniMax · 200300 go to #", "Board 3", "Report 1"), said, strict=True):
        assert what in text
    board = await discord.next_message(channel, within=DEADLINE)
    assert "**200300** · full" in shown(discord, board)
    again = [text_of(await discord.press(one, label="Undo", member=admin)) for one in gone]
    assert again == said  # a double-click did what it was to do
    script(useapi, free=1)
    await discord.wait_for(
        lambda: any("**200300** has room again" in message.content for message in discord.posts(channel)),
        within=DEADLINE,
    )


async def test_boards_are_kept_up_to_date_over_a_kill_sent_again_closed_and_come_back(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin: Member = discord.world.add_member(discord.guild, "alex", role)
    one, two, three, shut = (discord.world.add_channel(discord.guild, name) for name in ("one", "two", "three", "shut"))
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
        gone = await taken_away(discord, admin, three)
        said = await renamed(discord, program, admin, (first, second))
        await looked(useapi)  # in which it notes that it has edited them
        edits = len(discord.edited(second))
    discord.delete(first)
    script(useapi, free=0)
    async with bots.run(ALERT_CHANNEL_ID="") as program:
        await ready(discord)
        again = await discord.next_message(one, within=DEADLINE)
        assert "🔴 **studio-x** · full" in shown(discord, again)
        await discord.wait_for(lambda: "MiniMax 2 of 4 free" in shown(discord, second), within=DEADLINE)
        assert len(discord.edited(second)) == edits + 1
        assert discord.posts(two) == [discord.kept.now[second.id]]

        named = await discord.press(said, label="Undo", member=admin)
        assert "**studio-x** is called **200300** from now on" in text_of(named)
        assert "**200300** · full" in text_of(await discord.use("capacity", {"provider": "minimax"}))

        (offered,) = await discord.autocomplete("board remove", focused="board", value="#one", member=admin)
        removed = await discord.use("board remove", {"board": offered.value}, member=admin)
        assert "Board 1 removed" in text_of(removed)
        await program.says(f"Member {admin.user.id} removed board 1")
        await discord.wait_for(
            lambda: discord.kept.now[again.id].content == "Board 1 is not kept up to date any more", within=DEADLINE
        )
        listed = await discord.use("board list", member=admin)
        assert f"1 board\n**2** · <#{two.id}> · All providers" in text_of(listed)
        await all_come_back(discord, useapi, admin, three, gone)
    assert discord.posts() == []  # alerts go to no channel
