"""``/watch list``: what is there, what is missing, page by page; and the choices that name a watch."""

import pytest

from bot.subscriptions.watch import Watch, When
from tests.chat.discord.watching import Studio, said, serving
from tests.fakes.discord import CannotError, Discord, Member, Permission
from tests.fakes.discord.options import Value


async def test_what_is_missing_is_said_when_added_and_listed_until_it_is_mended(studio: Studio, admin: Member) -> None:
    world = studio.discord.world
    alerts = world.add_channel(studio.discord.guild, "alerts")
    makers = world.add_role(studio.discord.guild, "video-makers", mentionable=False)
    world.deny(alerts, Permission.SEND_MESSAGES)
    asked: dict[str, Value] = {"provider": "kling", "channel": alerts, "role": makers}
    added = said(await studio.discord.use("watch add", asked, member=admin))
    lacks = (
        "⚠️ The bot lacks Send Messages, Embed Links there.",
        "⚠️ The role can't be pinged; allow anyone to mention it, or give the bot Mention Everyone in the channel.",
    )
    assert "\n".join(lacks) in added
    assert "The watch is stored all the same" in added
    listed = await studio.discord.use("watch list", member=admin)
    assert "\n".join(lacks) in said(listed)

    world.allow(alerts, Permission.SEND_MESSAGES, Permission.EMBED_LINKS)
    world.change_role(makers, mentionable=True)
    await studio.discord.press(listed, label="Refresh", member=admin)
    assert "⚠️" not in said(listed)
    world.delete_role(makers)
    await studio.discord.press(listed, label="Refresh", member=admin)
    assert "⚠️ The server has no such role; nobody is pinged." in said(listed)
    world.delete_channel(alerts)
    await studio.discord.press(listed, label="Refresh", member=admin)
    assert "⚠️ The bot sees no such channel" in said(listed)


async def test_a_paused_channel_says_why_and_is_told_again_once_somebody_mended_it(
    studio: Studio, admin: Member
) -> None:
    world, home = studio.discord.world, studio.discord.channel
    studio.watches.pause(home.id, "Discord said *no*")
    world.deny(home, Permission.SEND_MESSAGES)
    said_first = said(await studio.discord.use("watch add", {"provider": "kling"}, member=admin))
    assert r"⚠️ Nothing is told there until that is mended\: Discord said \*no\*" in said_first
    world.allow(home, Permission.SEND_MESSAGES, Permission.EMBED_LINKS)
    edited = said(await studio.discord.use("watch edit", {"watch": 1, "when": "full"}, member=admin))
    assert "⚠️" not in edited
    assert not studio.watches.paused


async def test_what_has_no_effect_is_said(studio: Studio, admin: Member) -> None:
    guild, role = studio.discord.guild.id, studio.discord.role.id
    await studio.watches.add(Watch(id=0, guild=guild, channel=studio.discord.channel.id, provider="pix*verse"))
    freed = Watch(id=0, guild=guild, channel=studio.discord.channel.id, provider="kling", role=role, when=When.FREED)
    await studio.watches.add(freed)
    listed = said(await studio.discord.use("watch list", member=admin))
    assert r"**1** · " in listed
    assert r" · pix\*verse · full and freed" in listed
    assert r"⚠️ The setting PROVIDERS does not name that provider any more" in listed.replace("\\_", "_")
    assert "⚠️ Nobody is pinged" in listed


async def test_ten_to_a_page_and_buttons_between_them(studio: Studio, admin: Member) -> None:
    for _ in range(22):
        channel = studio.discord.world.add_channel(studio.discord.guild)
        await studio.watches.add(Watch(id=0, guild=studio.discord.guild.id, channel=channel.id, provider="kling"))
    listed = await studio.discord.use("watch list", member=admin)
    assert said(listed).startswith("23 watches\n**from settings** · ")
    assert said(listed).endswith("Page 1 of 3")
    with pytest.raises(CannotError, match="cannot be pressed"):
        await studio.discord.press(listed, label="◀", member=admin)
    for label, first, last in (("▶", 10, 19), ("▶", 20, 22), ("◀", 10, 19)):
        await studio.discord.press(listed, label=label, member=admin)
        lines = said(listed).split("\n")[1:-1]
        assert (lines[0].split(" · ")[0], lines[-1].split(" · ")[0]) == (f"**{first}**", f"**{last}**")


async def test_the_last_page_leads_back_only(studio: Studio, admin: Member) -> None:
    for number in range(10):
        await studio.watches.add(Watch(id=0, guild=studio.discord.guild.id, channel=number, provider="kling"))
    listed = await studio.discord.use("watch list", member=admin)
    await studio.discord.press(listed, label="▶", member=admin)
    with pytest.raises(CannotError, match="cannot be pressed"):
        await studio.discord.press(listed, label="▶", member=admin)


async def test_another_servers_alert_channel_is_not_shown(discord: Discord, admin: Member) -> None:
    other = discord.world.add_channel(discord.world.add_guild("Elsewhere"), "secret-plans")
    made = Studio(discord, alert_channel=other.id)
    async with serving(made):
        assert said(await discord.use("watch list", member=admin)).startswith("No watches\n")
        assert await discord.autocomplete("watch test", focused="watch", member=admin) == []
        assert "from the settings" in said(await discord.use("watch test", {"watch": 0}, member=admin))
    assert made.kept.owed == []


async def test_a_page_that_is_gone_is_the_last_one(studio: Studio, admin: Member) -> None:
    for number in range(10):
        await studio.watches.add(Watch(id=0, guild=studio.discord.guild.id, channel=number, provider="kling"))
    listed = await studio.discord.use("watch list", member=admin)
    await studio.discord.press(listed, label="▶", member=admin)
    await studio.watches.remove(studio.watches.find(studio.discord.guild.id, 10))
    await studio.discord.press(listed, label="Refresh", member=admin)
    assert "10 watches" in said(listed)
    assert "Page" not in said(listed)


async def test_a_number_is_offered_with_what_it_stands_for(studio: Studio, admin: Member) -> None:
    asked: dict[str, Value] = {"provider": "minimax", "account": "200300"}
    await studio.discord.use("watch add", asked, member=admin)

    async def offered(command: str, value: str = "") -> list[tuple[str, str | float]]:
        choices = await studio.discord.autocomplete(command, focused="watch", value=value, member=admin)
        return [(choice.name, choice.value) for choice in choices]

    one, settings = ("1 · #general · MiniMax · studio-a", 1), ("0 · #general · All providers", 0)
    assert await offered("watch edit") == [one]
    assert await offered("watch remove", "STUDIO") == [one]
    assert await offered("watch test") == [settings, one]
    assert await offered("watch test", "nothing of it") == []
