"""``/capacity`` as people use it, answered by the real program."""

import asyncio
import re

from tests.fakes.discord import Discord, Fault
from tests.fakes.discord import Reply as Answer
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import ACCOUNTS, OFTEN, SCHEDULER, answer, job, looked, row, script
from tests.whole.program import DEADLINE


def text_of(reply: Answer) -> str:
    """Read an answer as a person would: title, description, fields, footer."""
    (embed,) = reply.embeds
    fields = [f"{field['name']}\n{field['value']}" for field in embed.get("fields", [])]
    footer = embed.get("footer", {}).get("text", "")
    return "\n".join(filter(None, [embed.get("title"), embed.get("description"), *fields, footer]))


async def test_a_team_asks_all_day(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    script(useapi, free=1)
    kling = {"email": "jo@example.com", "maxJobs": 5, "executing": 0, "available": 5}
    useapi.answers["/v1/kling/scheduler/available"] = Reply(body={"executing": [], "available": [kling]})
    useapi.answers["/v1/kling/accounts"] = Reply(body={"jo@example.com": {"maxJobs": 5}})
    async with bots.run(PROVIDERS="minimax,kling", ACCOUNT_LABELS='{"minimax/200400": "studio-a"}') as program:
        await ready(discord)
        await looked(useapi)

        reply = await discord.use("capacity", {"provider": "minimax"})
        said = text_of(reply)
        assert "MiniMax · 3 of 4 free" in said
        assert "🟢 **200300** · 1 of 2 free\n`" in said
        assert "` storyboard-0\n" in said
        assert "Use **studio-a** (2 free) · checked <t:" in said
        assert "secret-callback" not in str(reply.message)
        assert not reply.ephemeral

        overview = text_of(await discord.use("capacity"))
        assert "8 of 9 slots free" in overview
        assert "🟢 **MiniMax** · 3 of 4 free · use **studio-a**" in overview
        assert "🟢 **Kling** · 5 of 5 free · use **j…@example.com**" in overview
        assert "jo@example.com" not in overview

        assert (await discord.use("capacity", {"provider": "minimax", "private": True})).ephemeral

        wrong = await discord.use("capacity", {"provider": "minimax", "account": "nobody"})
        choices = await discord.autocomplete("capacity", {"provider": "minimax"}, focused="account", value="stu")
        providers = await discord.autocomplete("capacity", {}, focused="provider", value="mini")
        assert [(choice.name, choice.value) for choice in providers] == [("MiniMax · 3 of 4 free", "minimax")]
        assert wrong.ephemeral
        assert "studio-a" in text_of(wrong)
        assert "200300" in text_of(wrong)
        assert [choice.name for choice in choices] == ["studio-a · 2 of 2 free"]

        helped = await discord.use("help")
        assert helped.ephemeral
        assert re.search(r"</capacity:\d+> · Free slots and running jobs, right now", text_of(helped))

        full = {**kling, "executing": 5, "available": 0}
        useapi.answers["/v1/kling/scheduler/available"] = Reply(body={"executing": [], "available": [full]})
        await program.says("kling: full now: j…@example.com.")
        assert program.count("jo@example.com") == 0
        assert "/watch add" not in text_of(helped)

        await strangers_are_refused(discord)
        await an_answer_arrives_once_whatever_happens_to_its_confirmation(discord)

        script(useapi, free=0)
        await looked(useapi)
        await discord.press(reply, label="Refresh")
        assert "MiniMax · 2 of 4 free" in text_of(reply)
        assert "🔴 **200300** · full\n" in text_of(reply)
    assert not any("Traceback" in line or "ERROR" in line for line in program.lines)


async def strangers_are_refused(discord: Discord) -> None:
    """Ask from another server, and in a direct message."""
    guild = discord.world.add_guild("elsewhere")
    server = discord.world.add_channel(guild, "general")
    stranger = discord.world.add_member(guild, "stranger")
    direct = discord.world.direct(discord.member.user)
    for member, channel in ((stranger, server), (discord.member, direct)):
        reply = await discord.use("capacity", {"provider": "minimax"}, member=member, channel=channel, anywhere=True)
        assert reply.ephemeral
        assert "in its team's server only" in text_of(reply)
        assert "200300" not in text_of(reply)


async def an_answer_arrives_once_whatever_happens_to_its_confirmation(discord: Discord) -> None:
    before = len(discord.messages())
    faults = (Fault.lose(), Fault.lose(stored=False), Fault.status(502, stored=True))
    for fault in faults:
        discord.faults.add("POST", "/interactions/*/callback", fault)
        reply = await discord.use("capacity", {"provider": "minimax"})
        assert "3 of 4 free" in text_of(reply)
    await discord.use("capacity", {"provider": "minimax"})
    assert len(discord.messages()) == before + len(faults) + 1


async def test_fifty_people_cost_one_request_and_whoever_waits_long_is_deferred(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    useapi.answers[ACCOUNTS] = Reply(body={})
    at_last = asyncio.Event()
    useapi.answers[SCHEDULER] = Reply(body=answer(free=1), after=at_last)
    async with bots.run(POLL_SECONDS="600"):
        await ready(discord)
        first = await discord.use("capacity", {"provider": "minimax"}, promise=True)
        assert first.deferred
        assert first.elapsed < 3
        asyncio.get_running_loop().call_later(1, at_last.set)
        others = await asyncio.gather(*(discord.use("capacity", {"provider": "minimax"}) for _ in range(49)))
        await first.edited(within=DEADLINE)

    assert all("3 of 4 free" in text_of(reply) for reply in (first, *others))
    assert [request.path for request in useapi.requests].count(SCHEDULER) == 1


async def test_whatever_a_provider_answers_is_said_in_words(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    nasty = "@everyone <@1> [x](https://evil.example) **b** `c` \u202egnp\n# h"
    useapi.answers[ACCOUNTS] = Reply(body={})
    useapi.answers[SCHEDULER] = Reply(body="<html>busy</html>", status=502)
    async with bots.run(**OFTEN):
        await ready(discord)
        unknown = await discord.use("capacity", {"provider": "minimax"})
        assert unknown.ephemeral
        assert "MiniMax · nothing known" in text_of(unknown)
        assert "<html>" not in text_of(unknown)

        hostile = {"executing": [job("200300", 1, nasty)], "available": [row("200300", 1)]}
        useapi.answers[SCHEDULER] = Reply(body=hostile)
        await looked(useapi)
        reply = await discord.use("capacity", {"provider": "minimax"})
        assert "1 of 2 free" in text_of(reply)
        assert not reply.message.pings.everyone
        assert not reply.message.pings.users
        assert [part for part in ("https://", "\u202e", "<@") if part in text_of(reply)] == []

        useapi.answers[SCHEDULER] = Reply(status=401, body={"error": "Unauthorized", "code": 401})
        await looked(useapi)
        said = text_of(await discord.use("capacity", {"provider": "minimax"}))
        assert "1 of 2 free when last checked" in said
        assert "USEAPI_TOKEN" in said
