"""A slot that is offered to somebody who waited, by the real program: others are sent there once that is over."""

from datetime import timedelta

from tests.fakes.discord import Channel, Discord, Message
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.elapsed_time import pass_time
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward

OFFERED = "1 slot of **200300** is offered to somebody who waited"


def now(discord: Discord, message: Message) -> str:
    """Read a message as it is now."""
    shown = discord.kept.now[message.id]
    return "\n".join([str(shown.content), *(str(embed.get("description")) for embed in shown.embeds)])


async def test_others_are_sent_to_an_offered_slot_only_once_the_offer_has_lapsed(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    ann, admin = discord.world.add_member(discord.guild, "ann"), steward(discord)
    hall, wall = (discord.world.add_channel(discord.guild, name) for name in ("hall", "wall"))
    script(useapi, free=1, other=0)
    async with bots.run():
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0, other=0)
        full = await discord.next_message(within=DEADLINE)
        assert full.pings.roles
        await discord.use("board add", {"providers": "minimax", "channel": wall}, member=admin)
        board = await discord.next_message(wall, within=DEADLINE)
        await discord.use("notify me", {"provider": "minimax"}, member=ann, channel=hall)

        script(useapi, free=1, other=0)
        offer = await discord.next_message(hall, within=DEADLINE)
        assert offer.content == f"<@{ann.user.id}> **your MiniMax slot: 200300**"
        room = await discord.next_message(within=DEADLINE)
        assert room.content.startswith(
            "🟢 **MiniMax has room: 1 of 4 free, offered to somebody who waited** · was full "
        )
        assert room.silent
        asked = await discord.use("capacity", {"provider": "minimax"})
        assert text_of(asked).startswith(f"MiniMax · 1 of 4 free\n{OFFERED} · checked ")
        assert "Use **" not in text_of(asked)
        (suggested,) = await discord.autocomplete("capacity", focused="provider", value="mini")
        assert suggested.name == "MiniMax · 1 of 4 free, 1 offered"
        shown = "MiniMax 1 of 4 free, offered to somebody who waited"
        await discord.wait_for(lambda: now(discord, board).startswith(shown), within=DEADLINE)
        assert OFFERED in now(discord, board)
        await looked(useapi)
        assert len(discord.posts()) == 2

    pass_time(bots.folder / "capacity.db", timedelta(minutes=3))
    async with bots.run():
        await ready(discord)
        again = await discord.next_message(within=DEADLINE)
        assert again.content == "🟢 **MiniMax has room: 1 of 4 free.** Use **200300**"
        assert not again.silent
        assert "Use **200300** (1 free)" in text_of(await discord.use("capacity", {"provider": "minimax"}))
        shown = "MiniMax 1 of 4 free, use **200300**"
        await discord.wait_for(lambda: now(discord, board).startswith(shown), within=DEADLINE)
        await discord.wait_for(lambda: "over after 2 minutes" in now(discord, offer), within=DEADLINE)
        await looked(useapi)
        assert len(discord.posts()) == 3
        await others_are_sent_elsewhere_and_to_what_is_passed_on(discord, useapi, hall)


async def others_are_sent_elsewhere_and_to_what_is_passed_on(
    discord: Discord, useapi: FakeUseapi, hall: Channel
) -> None:
    script(useapi, free=0, other=0)
    await discord.next_message(within=DEADLINE)
    await discord.use("notify me", {"provider": "minimax", "account": "200300"}, channel=hall)
    script(useapi, free=2, other=1)
    offer = await discord.next_message(hall, within=DEADLINE)
    room = await discord.next_message(within=DEADLINE)
    both = "🟢 **MiniMax has room: 3 of 4 free.** Use **200300** · 1 offered to somebody who waited"
    assert room.content.startswith(both)
    assert not room.silent
    script(useapi, free=1, other=1)
    await looked(useapi)
    sam = discord.world.add_member(discord.guild, "sam")
    await discord.use("notify me", {"provider": "minimax", "account": "200300"}, member=sam, channel=hall)
    second = await discord.next_message(hall, within=DEADLINE)
    asked = text_of(await discord.use("capacity", {"provider": "minimax"}))
    assert f"Use **200400** (1 free) · {OFFERED}" in asked
    await discord.press(second, label="Don't need it", member=sam)
    await looked(useapi)
    assert "offered" not in text_of(await discord.use("capacity", {"provider": "minimax"}))
    assert "in use now" in now(discord, offer)
