"""Alerts of providers that can't be checked, from the real program: told once, for all that fail for one reason."""

import re
from dataclasses import replace
from datetime import timedelta

from tests.fakes.discord import Discord, Message
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import SHORT, Bots, ready
from tests.whole.minimax import OFTEN, SCHEDULER, looked, script
from tests.whole.program import DEADLINE

REFUSED = Reply(status=401, body={"error": "Unauthorized"})
KLING = "/v1/kling/scheduler/available"
KLING_WELL = Reply(body={"executing": [], "available": [{"email": "jo@example.com", "maxJobs": 3, "available": 3}]})


async def test_an_outage_is_told_once_and_with_a_ping_where_it_needs_a_person(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    script(useapi, free=1)
    useapi.answers[KLING] = KLING_WELL
    useapi.answers["/v1/kling/accounts"] = Reply(body={"jo@example.com": {"maxJobs": 3}})
    async with bots.run(PROVIDERS="minimax,kling", **OFTEN):
        await looked(useapi)
        useapi.answers[SCHEDULER] = Reply(status=402, body={"error": "Subscription required", "code": 402})
        assert "subscription" in (await discord.next_message(within=DEADLINE)).content.lower()
        script(useapi, free=1)
        back = await discord.next_message(within=DEADLINE)
        assert back.content.startswith("🟢 **MiniMax can be checked again: 3 of 4 free**")
        await looked(useapi)
        assert len(discord.posts()) == 2
        useapi.answers[SCHEDULER] = Reply(status=502, body={"error": "Bad gateway"})
        down = await discord.next_message(within=DEADLINE)
        useapi.answers[SCHEDULER] = REFUSED
        refused = await discord.next_message(within=DEADLINE)
        await discord.wait_for(lambda: "the reason changed at" in discord.posts()[2].content, within=DEADLINE)
        assert "Kling" not in str(refused.embeds)
        await a_failure_that_another_provider_shares_later_is_written_into_the_message(discord, useapi, refused)

    assert not down.pings.roles
    assert refused.content.startswith(f"<@&{discord.role.id}> ⚠️ **useapi.net refuses the bot's token")
    assert discord.posts()[2].content.startswith("⚪ ~~MiniMax can't be checked~~ · the reason changed at <t:")
    assert ["can be checked again" in message.content for message in discord.posts()[4:]] == [True, True]


async def a_failure_that_another_provider_shares_later_is_written_into_the_message(
    discord: Discord, useapi: FakeUseapi, refused: Message
) -> None:
    def now() -> Message:
        return discord.kept.now[refused.id]

    useapi.answers[KLING] = REFUSED
    await discord.wait_for(lambda: "Kling" in str(now().embeds), within=DEADLINE)
    assert "MiniMax and Kling can't be checked" in now().content
    script(useapi, free=1)
    await discord.next_message(within=DEADLINE)
    useapi.answers[KLING] = KLING_WELL
    await discord.wait_for(lambda: "⚪ ~~useapi.net refuses" in now().content, within=DEADLINE)
    await discord.wait_for(lambda: len(discord.posts()) == 6, within=DEADLINE)


async def test_a_refused_token_is_one_alert_for_all_providers_and_so_is_its_end(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    script(useapi, free=1)
    useapi.answers[KLING] = KLING_WELL
    useapi.answers["/v1/kling/accounts"] = Reply(body={"jo@example.com": {"maxJobs": 3}})
    bots.timings = replace(SHORT, gathering=timedelta(seconds=4))  # in which both fail, and recover
    async with bots.run(PROVIDERS="minimax,kling"):
        await ready(discord)
        await looked(useapi)
        useapi.answers[SCHEDULER] = useapi.answers[KLING] = REFUSED
        refused = await discord.next_message(within=DEADLINE)
        script(useapi, free=1)
        useapi.answers[KLING] = KLING_WELL
        back = await discord.next_message(within=60)
        await discord.wait_for(lambda: "⚪ ~~useapi.net refuses" in discord.posts()[0].content, within=DEADLINE)

    told = r"⚠️ \*\*useapi\.net refuses the bot's token: (\w+) and (\w+) can't be checked\.\*\* Check USEAPI_TOKEN"
    said = re.fullmatch(rf"<@&{discord.role.id}> {told}", refused.content)
    assert said is not None
    assert {*said.groups()} == {"MiniMax", "Kling"}
    assert "MiniMax" in str(refused.embeds)
    assert "Kling" in str(refused.embeds)
    assert "can be checked again" in back.content
    assert "MiniMax" in back.content
    assert "Kling" in back.content
    assert not back.pings.roles
    assert len(discord.posts()) == 2
