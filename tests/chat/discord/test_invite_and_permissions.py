"""What is missing in the alert channel, named in words."""

import asyncio
from collections.abc import Callable

import pytest

from bot.chat.discord.invite_and_permissions import missing_for_alerts
from tests.chat.discord.connected import connection, running
from tests.chat.discord.made_up_bot import serving
from tests.chat.made_up import brewing
from tests.fakes.discord import Discord, Permission
from tests.fakes.feed import GIVE_UP_AFTER


@pytest.mark.parametrize(
    ("arrange", "sentences"),
    [
        (lambda discord: discord.world.change_role(discord.role, mentionable=True), []),
        (lambda _: None, ["The role can't be pinged"]),
        (lambda discord: discord.world.allow(discord.channel, Permission.MENTION_EVERYONE), []),
        (lambda discord: discord.world.delete_role(discord.role), ["has no such role"]),
        (lambda discord: discord.world.delete_channel(discord.channel), ["sees no such channel"]),
        (
            lambda discord: discord.world.deny(discord.channel, Permission.SEND_MESSAGES, Permission.EMBED_LINKS),
            ["lacks Send Messages, Embed Links", "can't be pinged"],
        ),
        (
            lambda discord: discord.world.deny(discord.channel, Permission.VIEW_CHANNEL),
            ["lacks View Channel", "can't be pinged"],
        ),
    ],
    ids=["nothing", "mentioning", "mention everyone", "the role", "the channel", "writing", "seeing"],
)
async def test_what_is_missing_is_named(
    discord: Discord, arrange: Callable[[Discord], None], sentences: list[str]
) -> None:
    discord.world.change_role(discord.role, mentionable=False)
    discord.world.deny(discord.channel, Permission.MENTION_EVERYONE)
    arrange(discord)
    async with running(connection(discord)) as client:
        await client.wait_until_ready()
        missing = missing_for_alerts(client, discord.channel.id, discord.role.id, frozenset({discord.guild.id}))

    assert len(missing) == len(sentences)
    assert all(words in sentence for words, sentence in zip(sentences, missing, strict=True))


async def test_a_channel_of_another_server_is_named(discord: Discord) -> None:
    async with running(connection(discord)) as client:
        await client.wait_until_ready()
        (sentence,) = missing_for_alerts(client, discord.channel.id, None, frozenset({1}))

    assert "the bot does not serve" in sentence


@pytest.mark.parametrize(
    "change",
    [
        lambda discord: discord.world.allow(discord.channel, Permission.SEND_MESSAGES),
        lambda discord: discord.world.change_role(discord.role, mentionable=False),
        lambda discord: (discord.world.remove_bot(discord.guild), discord.world.add_bot(discord.guild)),
        lambda discord: discord.gateway.invalidate(resumable=False),
    ],
    ids=["a channel", "a role", "invited again", "a new session"],
)
async def test_a_place_that_may_have_changed_is_heard_of_at_once(
    discord: Discord, change: Callable[[Discord], object]
) -> None:
    changed = asyncio.Event()
    async with serving(discord, brewing().feature(), places_changed=changed.set):
        changed.clear()
        change(discord)
        await asyncio.wait_for(changed.wait(), GIVE_UP_AFTER)
