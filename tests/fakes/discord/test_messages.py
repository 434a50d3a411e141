"""Messages over REST: kept once, refused past the limits, pinging whom they may."""

import io

import aiohttp
import discord as dpy
import pytest

from tests.fakes.discord import Discord, Fault, Permission
from tests.fakes.discord.bots import Bot

POST = ("POST", "/channels/*/messages")
EDIT = ("PATCH", "/channels/*/messages/*")


def text_channel(discord: Discord, bot: Bot) -> dpy.TextChannel:
    found = bot.get_channel(discord.channel.id)
    assert isinstance(found, dpy.TextChannel)
    return found


async def test_a_message_is_kept_edited_read_and_deleted(discord: Discord, bot: Bot) -> None:
    channel = text_channel(discord, bot)
    sent = [await channel.send(f"number {each}") for each in range(4)]
    await sent[1].edit(content="changed")
    first, second = discord.messages()[:2]
    assert (first.content, second.content, second.edits[0].content) == ("number 0", "changed", "number 1")
    assert [each.content async for each in channel.history(limit=2)] == ["number 3", "number 2"]
    assert [each.id async for each in channel.history(after=sent[1])] == [sent[2].id, sent[3].id]
    assert [each.id async for each in channel.history(before=sent[1])] == [sent[0].id]
    assert [each.id async for each in channel.history(around=sent[1], limit=3)] == [each.id for each in sent[2::-1]]
    await sent[0].delete()
    assert [each.id for each in discord.messages()] == [each.id for each in sent[1:]]
    assert (await discord.next_message()).id == sent[1].id
    assert (await discord.next_message()).id == sent[2].id
    assert discord.problems == []


@pytest.mark.parametrize("reset", [True, False])
async def test_a_lost_answer_is_made_good_by_the_nonce(discord: Discord, bot: Bot, *, reset: bool) -> None:
    channel = text_channel(discord, bot)
    rule = discord.faults.add(*POST, Fault.lose(reset=reset))
    with pytest.raises(aiohttp.ClientError):
        await channel.send("once", nonce="a1")
    again = await channel.send("once", nonce="a1")
    assert rule.hits == [f"/channels/{channel.id}/messages"]
    assert [each.id for each in discord.messages()] == [again.id]
    discord.nonce_window = 0
    await channel.send("once", nonce="a1")
    assert len(discord.messages()) == 2


async def test_a_nonce_whose_message_is_deleted_is_a_404(discord: Discord, bot: Bot) -> None:
    channel = text_channel(discord, bot)
    discord.delete((await channel.send("once", nonce="a1")).id)
    with pytest.raises(dpy.NotFound) as refused:
        await channel.send("once", nonce="a1")
    assert refused.value.code == 10008


async def test_503_and_then_ok(discord: Discord, bot: Bot) -> None:
    channel = text_channel(discord, bot)
    discord.faults.add(*POST, Fault.status(503))
    with pytest.raises(dpy.DiscordServerError):
        await channel.send("x")
    assert discord.messages() == []
    await channel.send("x")
    assert len(discord.messages()) == 1


async def test_stored_and_503(discord: Discord, bot: Bot) -> None:
    discord.faults.add(*POST, Fault.status(503, stored=True))
    with pytest.raises(dpy.DiscordServerError):
        await text_channel(discord, bot).send("x")
    assert len(discord.messages()) == 1


async def test_the_edge_and_limits_answer_429(discord: Discord, bot: Bot) -> None:
    channel = text_channel(discord, bot)
    discord.faults.add(*POST, Fault.limited(0.01))
    await channel.send("waits and asks again")
    discord.faults.add(*POST, Fault.limited(0.01, via=False))
    with pytest.raises(dpy.HTTPException) as refused:
        await channel.send("taken for a ban")
    assert refused.value.status == 429
    discord.faults.add(*POST, Fault.edge(403))
    with pytest.raises(dpy.Forbidden):
        await channel.send("HTML")
    assert (discord.answered(429), discord.invalid_requests) == (2, 3)


async def test_the_moments_of_edits_outlive_the_message_that_a_person_deletes(discord: Discord, bot: Bot) -> None:
    sent = await text_channel(discord, bot).send("first")
    for text in ("second", "third"):
        await sent.edit(content=text)
    message = discord.messages()[0]
    assert [each.content for each in message.edits] == ["first", "second"]
    discord.delete(message)
    moments = discord.edited(sent.id)
    assert moments == tuple(each.until for each in message.edits)
    assert message.at <= moments[0] <= moments[1] == message.edited_at
    with pytest.raises(dpy.NotFound) as refused:
        await sent.edit(content="fourth")
    assert (refused.value.code, discord.edited(message)) == (10008, moments)


@pytest.mark.parametrize(
    ("fault", "error", "edits"),
    [
        (Fault.lose(), aiohttp.ClientError, 1),
        (Fault.lose(stored=False), aiohttp.ClientError, 0),
        (Fault.status(503, stored=True), dpy.DiscordServerError, 1),
        (Fault.limited(1, via=False), dpy.HTTPException, 0),
        (Fault.too_old(1, via=False), dpy.HTTPException, 0),
        (Fault.too_old(None), KeyError, 0),
    ],
    ids=["lost", "hung up", "503", "edge 429", "too old", "too old, and discord.py wants to know for how long"],
)
async def test_an_edit_fails_as_it_is_told_to(
    discord: Discord, bot: Bot, fault: Fault, error: type[Exception], edits: int
) -> None:
    sent = await text_channel(discord, bot).send("first")
    discord.faults.add(*EDIT, fault)
    with pytest.raises(error):
        await sent.edit(content="second")
    assert len(discord.edited(sent.id)) == edits
    await sent.edit(content="second")
    assert discord.messages()[0].content == "second"


async def test_discord_py_asks_five_times_for_what_is_too_old(discord: Discord, bot: Bot) -> None:
    sent = await text_channel(discord, bot).send("first")
    rule = discord.faults.add(*EDIT, Fault.too_old(0.01), times=None)
    with pytest.raises(dpy.HTTPException) as refused:
        await sent.edit(content="second")
    assert (refused.value.status, refused.value.code, len(rule.hits)) == (429, 30046, 5)


async def test_an_unknown_route_is_a_problem(discord: Discord, bot: Bot) -> None:
    with pytest.raises(dpy.NotFound):
        await bot.fetch_invite("x")
    assert len(discord.problems) == 1


@pytest.mark.parametrize(
    ("allowed", "mentionable", "may", "pinged"),
    [
        ({"roles": True}, True, False, True),
        ({"roles": True}, False, False, False),
        ({"roles": True}, False, True, True),
        ({"roles": False}, True, True, False),
    ],
)
async def test_a_role_is_pinged_only_if_all_allow_it(
    discord: Discord, bot: Bot, *, allowed: dict[str, bool], mentionable: bool, may: bool, pinged: bool
) -> None:
    discord.world.change_role(discord.role, mentionable=mentionable)
    if may:
        discord.world.allow(discord.channel, Permission.MENTION_EVERYONE)
    text = f"<@&{discord.role.id}> @everyone <@{discord.member.user.id}>"
    await text_channel(discord, bot).send(
        text, allowed_mentions=dpy.AllowedMentions(everyone=True, users=False, **allowed)
    )
    pings = discord.messages()[0].pings
    assert bool(pings.roles) == pinged
    assert pings.everyone == may
    assert not pings.users


async def test_a_file_is_kept_with_its_words_and_shown_by_its_name(discord: Discord, bot: Bot) -> None:
    files = [dpy.File(io.BytesIO(name.encode()), filename=f"{name}.png", description=name) for name in ("a", "b")]
    await text_channel(discord, bot).send(files=files, embed=dpy.Embed().set_image(url="attachment://b.png"))
    (message,) = discord.messages()
    assert [(one.filename, one.content, one.description) for one in message.attachments] == [
        ("a.png", b"a", "a"),
        ("b.png", b"b", "b"),
    ]
    assert message.embeds[0]["image"]["url"].endswith(f"/{message.attachments[1].id}/b.png")
    with pytest.raises(dpy.HTTPException) as refused:
        await text_channel(discord, bot).send(embed=dpy.Embed().set_image(url="attachment://a.png"))
    assert "There is no file of that name" in str(refused.value)
