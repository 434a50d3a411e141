"""Whom the bot answers on Discord, who sees the answer, and what a handler is told of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord as dpy
import pytest

from bot.chat.command_options import ChannelChoice, NoOptions, RoleChoice
from bot.chat.discord.channel_directory import DiscordChannels
from bot.chat.discord.served_guilds import ServedGuilds
from bot.chat.feature import Action, Caller, Command, Feature
from bot.chat.message import Button, Message
from bot.errors import BadInput
from tests.chat.discord.made_up_bot import serving
from tests.fakes.discord import CannotError, Channel, Discord, Fault, Member, Permission
from tests.moments import NOON

MANAGE_THREADS = 1 << 34
PRIVATE_THREAD, PUBLIC_THREAD = 5, 6


@dataclass
class Door:
    """Remembers who knocked."""

    private: bool = False
    for_managers: bool = False
    private_answer: bool = False
    caller: Caller | None = None

    def feature(self) -> Feature:
        """Return a command and a button that knock."""
        knock = Command(name="knock", description="Knock", options=NoOptions, run=self.knock, private=self.private)
        again = Action(name="door:again", run=self.again)
        return Feature(name="knock", commands=(knock,), actions=(again,), for_managers=self.for_managers)

    async def knock(self, caller: Caller, _: NoOptions) -> Message:
        """Note who it is."""
        return await self.again(caller, ())

    async def again(self, caller: Caller, _: Sequence[str]) -> Message:
        """Note who it is."""
        self.caller = caller
        button = Button(label="Again", action="door:again")
        return Message(headline=("Come in",), actions=(button,), private=self.private_answer)


async def viewed(discord: Discord, door: Door, member: Member, *channels: int) -> dict[int, bool]:
    """Let a member knock; return which channels they may view, in both ways that a caller is asked."""
    await discord.use("knock", member=member)
    assert door.caller is not None
    can_view, viewable = door.caller.can_view, frozenset(door.caller.viewable())
    assert {one for one in channels if can_view(one)} == viewable & frozenset(channels)
    return {one: can_view(one) for one in channels}


def open_thread(discord: Discord, thread: int, kind: dpy.ChannelType) -> None:
    metadata = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": NOON.isoformat(), "locked": False}
    payload = {
        "id": str(thread),
        "guild_id": str(discord.guild.id),
        "parent_id": str(discord.channel.id),
        "owner_id": str(discord.member.user.id),
        "name": "plans",
        "type": kind.value,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": metadata,
    }
    discord.gateway.publish("THREAD_CREATE", payload)


async def test_only_the_team_is_answered(discord: Discord) -> None:
    world, door = discord.world, Door()
    elsewhere = world.add_guild("Elsewhere", bot_may=Permission.ADMINISTRATOR)
    there = world.add_channel(elsewhere, "general")
    stranger = world.add_member(elsewhere, "sam")
    async with serving(discord, door.feature()) as client:
        view = dpy.ui.View(timeout=None)
        view.add_item(dpy.ui.Button(label="Again", custom_id="door:again"))
        await client.get_partial_messageable(there.id).send("as if", view=view)
        view.stop()
        (message,) = discord.posts(there)
        for refused in (
            await discord.use("knock", member=stranger, channel=there, anywhere=True),
            await discord.press(message, label="Again", member=stranger),
        ):
            assert "This bot answers in its team's server only." in str(refused.embeds[0]["description"])
            assert refused.ephemeral
        assert door.caller is None


async def test_commands_for_managers_are_offered_to_those_who_may_manage_the_guild(discord: Discord) -> None:
    world, door = discord.world, Door(for_managers=True)
    manager = world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin = world.add_member(discord.guild, "alex", manager)
    async with serving(discord, door.feature()):
        with pytest.raises(CannotError, match="may not see"):
            await discord.use("knock")
        await discord.use("knock", member=admin)
    assert door.caller is not None
    assert (door.caller.member, door.caller.may_manage) == (admin.user.id, True)


@pytest.mark.parametrize(
    ("door", "ephemeral"),
    [
        (Door(), False),
        (Door(private=True), True),
        (Door(private_answer=True), True),
    ],
    ids=["public", "a private command", "a private answer"],
)
async def test_only_who_asks_sees_a_private_answer(discord: Discord, door: Door, *, ephemeral: bool) -> None:
    async with serving(discord, door.feature()):
        answer = await discord.use("knock")
        assert answer.ephemeral is ephemeral
        assert (await discord.press(answer, label="Again")).ephemeral  # a button's own answer always is


async def test_a_member_may_view_what_discord_shows_them(discord: Discord) -> None:
    world, door = discord.world, Door()
    hidden, short_lived = (world.add_channel(discord.guild, name) for name in ("plans", "short-lived"))
    elsewhere = world.add_channel(world.add_guild("Elsewhere"), "general")
    insider = world.add_member(discord.guild, "alex")
    world.deny(hidden, Permission.VIEW_CHANNEL, to=discord.guild.id)
    world.allow(hidden, Permission.VIEW_CHANNEL, to=insider.user.id)
    world.delete_channel(short_lived)
    channels = [one.id for one in (discord.channel, hidden, short_lived, elsewhere)]
    async with serving(discord, door.feature()):
        assert [*(await viewed(discord, door, discord.member, *channels)).values()] == [True, False, False, False]
        assert [*(await viewed(discord, door, insider, *channels)).values()] == [True, True, False, False]


async def test_a_private_thread_may_be_viewed_by_moderators_an_open_one_by_all(discord: Discord) -> None:
    world, door = discord.world, Door()
    moderators = world.add_role(discord.guild, "moderators", may=MANAGE_THREADS)
    moderator = world.add_member(discord.guild, "mo", moderators)
    both = (PRIVATE_THREAD, PUBLIC_THREAD)
    async with serving(discord, door.feature()):
        open_thread(discord, PRIVATE_THREAD, dpy.ChannelType.private_thread)
        open_thread(discord, PUBLIC_THREAD, dpy.ChannelType.public_thread)
        assert await viewed(discord, door, discord.member, *both) == {PRIVATE_THREAD: False, PUBLIC_THREAD: True}
        assert await viewed(discord, door, moderator, *both) == {PRIVATE_THREAD: True, PUBLIC_THREAD: True}


async def test_only_channels_and_roles_of_the_callers_guild_can_be_chosen(discord: Discord) -> None:
    world, guild = discord.world, discord.guild
    elsewhere = world.add_guild("Elsewhere")
    foreign, theirs = world.add_channel(elsewhere, "general"), world.add_role(elsewhere, "makers")
    asks = Caller(guild=guild.id, channel=discord.channel.id, member=discord.member.user.id)
    async with serving(discord, Door().feature()) as client:
        channels = DiscordChannels(lambda: client, ServedGuilds({guild.id, elsewhere.id}))

        assert channels.choose_channel(asks, None) == discord.channel.id
        assert channels.choose_role(asks, RoleChoice(id=discord.role.id)) == discord.role.id
        with pytest.raises(BadInput, match="is in another server"):
            channels.choose_channel(asks, _chosen(foreign))
        with pytest.raises(BadInput, match="or of another server"):
            channels.choose_role(asks, RoleChoice(id=theirs.id))
        with pytest.raises(BadInput, match="Everyone is never pinged"):
            channels.choose_role(asks, RoleChoice(id=guild.id))


def _chosen(channel: Channel) -> ChannelChoice:
    return ChannelChoice(id=channel.id)


async def test_the_only_guild_is_served_before_the_gateway_is_ready(discord: Discord) -> None:
    guilds = ServedGuilds()
    discord.faults.add("GET", "/gateway/bot", Fault.hang())
    async with serving(discord, Door().feature(), guilds=guilds, until_ready=False):
        assert guilds.ids == {discord.guild.id}


async def test_who_asks_a_bot_that_serves_no_server_reads_where_to_look(discord: Discord) -> None:
    guilds = ServedGuilds()
    async with serving(discord, Door().feature(), guilds=guilds):
        guilds.ids, guilds.configured = frozenset(), True  # else the only guild is served once the client is ready
        reply = await discord.use("knock")
    assert reply.ephemeral
    assert "its log says which line to add" in str(reply.embeds)
