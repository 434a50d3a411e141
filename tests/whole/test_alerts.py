"""Alerts as the channel hears them, from the real program, through kills and outages."""

import re
from datetime import timedelta
from functools import partial

from tests.fakes.discord import Discord, Fault, Message, Permission
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.elapsed_time import pass_time
from tests.whole.minimax import SCHEDULER, looked, script
from tests.whole.program import DEADLINE, Program


def gist_of(content: str) -> str:
    """Read what a headline says happened, without pings and markup, and without what it means for who reads it."""
    plain = re.sub(r"<@&?\d+> |\*\*|~~", "", content)
    said = re.split(r"\. |\.$|, | · |: (?=\d+ (?:changes|of) )", plain.partition(" ")[2])[0]
    return f"over: {said}" if plain.startswith("⚪") else said


def headline(message: Message) -> str:
    """Read what a message says happened."""
    return gist_of(message.content)


def first_headline(message: Message) -> str:
    """Read what a message said happened before it was edited."""
    return gist_of(message.edits[0].content if message.edits else message.content)


def is_over(message: Message) -> bool:
    """Return whether a message about a full account says, in grey and struck out, how long that lasted, and no more."""
    return not message.embeds and "⚪ ~~MiniMax: 200300 is full~~ · was full for " in message.content


async def test_an_account_that_fills_and_frees_is_posted_once_each_and_a_glitch_is_not(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    script(useapi, free=1)
    async with bots.run(FLAPPING_CHANGES="0") as program:
        await ready(discord)
        await looked(useapi)
        assert discord.posts() == []

        script(useapi, free=0)
        full = await discord.next_message(within=DEADLINE)
        assert headline(full) == "MiniMax: 200300 is full"
        for glitch in (
            Reply(body={"executing": [], "available": []}),
            Reply(body="{"),
            Reply(status=503, body="<html></html>"),
            Reply(resets=True),
        ):
            useapi.answers[SCHEDULER] = glitch
            await looked(useapi, times=1)
        script(useapi, free=1)
        freed = await discord.next_message(within=DEADLINE)
        await discord.wait_for(lambda: is_over(discord.posts()[0]), within=DEADLINE)
        await looked(useapi)
        assert len(discord.posts()) == 2
        await what_ends_while_the_channel_refuses_the_bot_is_edited_once_it_may_again(discord, useapi, program)

    assert [headline(message) for message in discord.posts()[1::2]] == 2 * ["MiniMax: 200300 has room again"]
    assert len(discord.posts()) == 4
    assert len(discord.edited(full)) == 1
    assert discord.edited(freed) == ()
    assert (full.silent, freed.silent) == (True, True)
    assert not full.pings.roles
    assert not freed.pings.roles


async def test_a_provider_that_is_full_pings_once_and_has_room_again_without(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    script(useapi, free=1, other=0)
    async with bots.run():
        await ready(discord)
        await looked(useapi)
        script(useapi, free=0, other=0)
        full = await discord.next_message(within=DEADLINE)
        await looked(useapi)
        script(useapi, free=1, other=0)
        room = await discord.next_message(within=DEADLINE)
        await discord.wait_for(
            lambda: "⚪ ~~MiniMax is full~~ · was full for " in discord.posts()[0].content, within=DEADLINE
        )
        await looked(useapi)

    assert full.content == f"<@&{discord.role.id}> 🔴 **MiniMax is full: 0 of 4 free**"
    assert full.embeds[0]["description"].startswith("**storyboard-0** on 200")
    assert " seems stuck: started <t:" in full.embeds[0]["description"]
    assert room.content.startswith("🟢 **MiniMax has room: 1 of 4 free.** Use **200300** · was full for ")
    assert room.embeds == ()
    assert full.pings.roles == {discord.role.id}
    assert not room.pings.roles
    assert (full.silent, room.silent) == (False, False)
    assert len(discord.posts()) == 2
    assert discord.posts()[0].pings == full.pings


async def test_an_alert_in_doubt_since_a_kill_is_told_once_ten_minutes_later(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    async with bots.run() as program:
        await looked(useapi)
        discord.faults.add("POST", "/channels/*/messages", Fault.hang(stored=True))
        script(useapi, free=0)
        await discord.next_message(within=DEADLINE)
        await program.kill()
    discord.nonce_window = 0  # a repeat would not be dropped any more, so it has to look for its message
    pass_time(bots.folder / "capacity.db", timedelta(minutes=10))
    async with bots.run() as program:
        await program.says("was delivered")
        await looked(useapi)
        script(useapi, free=1)
        await discord.next_message(within=DEADLINE)
        await discord.wait_for(lambda: is_over(discord.posts()[0]), within=DEADLINE)
        await looked(useapi)

    assert [first_headline(message) for message in discord.posts()] == [
        "MiniMax: 200300 is full",
        "MiniMax: 200300 has room again",
    ]
    assert _sent(discord, 2)


async def test_alerts_unconfirmed_and_those_of_an_outage_arrive_in_order_once(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    expected: list[str] = []

    def change() -> None:
        full = len(expected) % 2 == 0
        script(useapi, free=0 if full else 1)
        expected.append("over: MiniMax: 200300 is full" if full else "MiniMax: 200300 has room again")

    async with bots.run(FLAPPING_CHANGES="0"):
        await looked(useapi)
        for number, fault in enumerate((Fault.lose(), Fault.lose(reset=True), Fault.status(503, stored=True))):
            rule = discord.faults.add("POST", "/channels/*/messages", fault)
            change()
            await discord.wait_for(partial(getattr, rule, "hits"), within=DEADLINE)
            await discord.wait_for(partial(_sent, discord, 2 * (number + 1)), within=DEADLINE)
            await looked(useapi)
            assert len(discord.posts()) == number + 1

        outage = discord.faults.add("POST", "/channels/*/messages", Fault.status(503), times=None)
        while len(expected) < 8:
            change()
            await looked(useapi, times=1)
        outage.lift()
        await discord.wait_for(lambda: [*map(headline, discord.posts())] == expected, within=DEADLINE)
        await looked(useapi)

    assert [*map(headline, discord.posts())] == expected


def _sent(discord: Discord, times: int) -> bool:
    posts = [one for one in discord.requests if one.method == "POST" and one.path.endswith("/messages")]
    return len(posts) == times


async def what_ends_while_the_channel_refuses_the_bot_is_edited_once_it_may_again(
    discord: Discord, useapi: FakeUseapi, program: Program
) -> None:
    script(useapi, free=0)
    full = await discord.next_message(within=DEADLINE)
    discord.world.deny(discord.channel, Permission.VIEW_CHANNEL)
    script(useapi, free=1)
    await program.says("An edit of alert", within=DEADLINE)
    refused = discord.answered(403)
    await looked(useapi)
    assert (discord.edited(full), discord.answered(403)) == ((), refused)
    discord.world.allow(discord.channel, Permission.VIEW_CHANNEL)
    await discord.wait_for(lambda: is_over(discord.posts()[2]), within=DEADLINE)
    await discord.next_message(within=DEADLINE)
