"""Every provider of the catalogue, with its recorded answer, asked about through the real program."""

import json
from pathlib import Path

from bot.providers.catalogue import CATALOGUE
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_alerts import headline
from tests.whole.test_capacity import text_of

RECORDED = Path(__file__).parent.parent / "answers"


async def test_each_recorded_answer_is_answered_with(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    for name, provider in CATALOGUE.items():
        useapi.answers[provider.jobs_path.partition("?")[0]] = Reply(
            body=json.loads((RECORDED / f"jobs/{name}.json").read_text())
        )
        if provider.accounts_path is not None:
            body = json.loads((RECORDED / f"accounts/{name}.json").read_text())
            useapi.answers[provider.accounts_path] = Reply(body=body)
    said = {}
    async with bots.run(PROVIDERS=",".join(CATALOGUE), POLL_SECONDS="30") as program:
        await ready(discord)
        for name in CATALOGUE:
            said[name] = text_of(await discord.use("capacity", {"provider": name}))

    for name, provider in CATALOGUE.items():
        assert said[name].startswith(f"{provider.title} · ")
        assert (" free" if provider.family.counts_slots else " running\n") in said[name]
        assert "unreadable" not in said[name]
        assert (provider.may_be_gone or "").rstrip(".") in said[name]
        assert "://" not in said[name]
    assert not any("eyJ" in line for line in [*said.values(), *program.lines])


async def test_a_team_with_one_provider_hears_nothing_of_the_others(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    for name in ("kling", "tempolor"):
        no_account = Reply(status=404, body=(RECORDED / "errors/404.txt").read_text())
        useapi.answers[CATALOGUE[name].jobs_path] = no_account
        useapi.answers[CATALOGUE[name].accounts_path or ""] = no_account
    async with bots.run(PROVIDERS="minimax,kling,tempolor") as program:
        await ready(discord)
        await looked(useapi, times=4)
        asked = await discord.use("capacity", {"provider": "kling"})
        overview = text_of(await discord.use("capacity"))
        script(useapi, free=0)
        await program.says("was delivered")
    assert asked.ephemeral
    assert "Kling is not set up at useapi.net" in text_of(asked)
    assert "Not set up at useapi.net: Kling, TemPolor" in overview
    assert len([line for line in program.lines if "kling: no account is set up at useapi.net" in line]) == 1
    assert not [line for line in program.lines if "WARNING" in line and "kling" in line]
    posted = [one for one in discord.messages(discord.channel) if not one.ephemeral]
    assert not [one for one in posted if "Kling" in str(one.embeds) and "Not set up" not in str(one.embeds)]


async def test_what_was_under_way_is_closed_once_a_setting_leaves_a_provider_out(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    await closed_after_a_restart(discord, useapi, bots, providers="minimax")


async def closed_after_a_restart(discord: Discord, useapi: FakeUseapi, bots: Bots, *, providers: str) -> None:
    """Have Kling's one alert closed by a restart with other ``PROVIDERS``."""
    script(useapi, free=1)
    kling, room = CATALOGUE["kling"], {"account": "a@example.com", "email": "a@example.com", "maxJobs": 3}
    useapi.answers[kling.jobs_path] = Reply(body={"executing": [], "available": [{**room, "available": 1}]})
    useapi.answers[kling.accounts_path or ""] = Reply(body={"a@example.com": {"maxJobs": 3}})
    async with bots.run(PROVIDERS="minimax,kling") as program:
        await ready(discord)
        await looked(useapi, times=4)
        useapi.answers[kling.jobs_path] = Reply(body={"executing": [], "available": [{**room, "available": 0}]})
        told = await discord.next_message(within=DEADLINE)
        await program.stop()
    no_account = Reply(status=404, body=(RECORDED / "errors/404.txt").read_text())
    for name in CATALOGUE.keys() - {"minimax"}:
        useapi.answers[CATALOGUE[name].accounts_path or ""] = no_account
    useapi.answers["/v2/account"] = Reply(body={"accounts": {"MiniMax API": {"total": 1, "active": 1}}})
    async with bots.run(PROVIDERS=providers) as program:
        await discord.wait_for(lambda: discord.kept.now[told.id].edits, within=DEADLINE)
        await program.says("kling: is not watched any more")
        await program.stop()
    assert headline(discord.kept.now[told.id]).startswith("over: Kling")
    assert len(discord.posts()) == 1
