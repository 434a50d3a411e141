"""PROVIDERS=auto: the real program finds what the token has, and follows what comes and goes while it runs."""

from pathlib import Path

import pytest

from bot.providers.catalogue import CATALOGUE
from tests.fakes.discord import Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import SCHEDULER, looked, script
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward

SUMMARY = "/v2/account"
NO_ACCOUNT = Reply(status=404, body=(Path(__file__).parents[1] / "answers/errors/404.txt").read_text())
ROOM = {"account": "a@example.com", "email": "a@example.com", "maxJobs": 3, "executing": 0, "available": 3}


def has(useapi: FakeUseapi, *names: str, also: tuple[str, ...] = ()) -> None:
    """Let the token have accounts of these providers alone; the account names others as well."""
    for name, provider in CATALOGUE.items():
        if name == "minimax" and name in names:
            script(useapi, free=1)
        elif name in names:
            useapi.answers[provider.jobs_path] = Reply(body={"executing": [], "available": [ROOM]})
            useapi.answers[provider.accounts_path or ""] = Reply(body={"a@example.com": {"maxJobs": 3}})
        else:
            useapi.answers[provider.jobs_path] = NO_ACCOUNT
            useapi.answers[provider.accounts_path or ""] = NO_ACCOUNT
    listed = {f"{CATALOGUE[name].title} API": {"total": 1, "active": 1} for name in names}
    useapi.answers[SUMMARY] = Reply(body={"accounts": {**listed, **{key: {"total": 1} for key in also}}})


@pytest.fixture
def auto(bots: Bots) -> Bots:
    bots.settings["PROVIDERS"] = "auto"
    return bots


async def offered(discord: Discord, command: str = "capacity") -> list[str]:
    """Return the titles of the providers that are suggested."""
    choices = await discord.autocomplete(command, {}, focused="provider")
    return [one.name.split(" · ")[0] for one in choices]


async def test_what_comes_and_goes_is_followed_without_a_restart_and_nobody_is_alerted(
    discord: Discord, useapi: FakeUseapi, auto: Bots
) -> None:
    sam = steward(discord)
    has(useapi, "minimax", "kling", "pixverse", also=("Nobody API",))
    async with auto.run() as program:
        await ready(discord)
        await program.says("pixverse: the token has an account")
        await looked(useapi)
        before = text_of(await discord.use("capacity"))
        syncs = discord.command_syncs(discord.guild)
        doctor = await discord.use("doctor", member=sam)
        said = text_of(doctor)
        assert await offered(discord) == ["MiniMax", "PixVerse", "Kling"]

        has(useapi, "minimax", "kling", "tempolor")
        await program.says("pixverse: no account is set up")
        pressed = await discord.press(doctor, label="Search for providers", member=sam)
        await program.says("tempolor: the token has an account")
        await looked(useapi, times=4)
        assert await offered(discord) == ["MiniMax", "Kling", "TemPolor"]
        after = text_of(await discord.use("capacity"))
        gone = await discord.use("capacity", {"provider": "pixverse"})
        never = await discord.use("capacity", {"provider": "riffusion"})
        assert discord.command_syncs(discord.guild) == syncs
    assert "PixVerse" in before
    assert "TemPolor" in after
    assert "Not set up at useapi.net: PixVerse" in after
    assert gone.ephemeral
    assert "PixVerse is not set up at useapi.net." in text_of(gone)
    assert "Riffusion is not watched: it may be gone, so it is watched only where PROVIDERS names it." in text_of(never)
    for words in (
        "Named by your useapi.net account: **MiniMax** <t:",
        "Not supported by this bot: Nobody API",
    ):
        assert words in said
    assert pressed.ephemeral
    assert "**PixVerse** · no account at useapi.net, first noticed <t:" in text_of(pressed)
    assert [one for one in discord.messages(discord.channel) if one.command is None and not one.ephemeral] == []


async def test_a_restart_without_network_remembers_what_was_found(
    discord: Discord, useapi: FakeUseapi, auto: Bots
) -> None:
    has(useapi, "minimax")
    async with auto.run() as program:
        await program.says("minimax: the token has an account")
        await looked(useapi)
        await program.stop()
    for path in (SUMMARY, *useapi.answers):
        useapi.answers[path] = Reply(resets=True)
    async with auto.run() as program:
        await ready(discord)
        await program.says("minimax: ")
        assert "MiniMax" in text_of(await discord.use("capacity"))
        assert [request.path for request in useapi.requests].count(SCHEDULER) > 1


async def test_a_refused_token_is_named_where_nothing_was_ever_found(discord: Discord, auto: Bots) -> None:
    async with auto.run(USEAPI_TOKEN="user:1-another") as program:
        await program.says("No provider is watched: useapi.net refused the API token", within=DEADLINE)
        await ready(discord)
        said = text_of(await discord.use("capacity"))
    assert "useapi.net refused the API token: check USEAPI" in said
