"""One run with two programs on one PostgreSQL database: the storm, the calm, the judgement."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.chaos.accounts import NAMES, Accounts
from tests.chaos.lives import Lives
from tests.chaos.look_moments import Moments, stored_moments, wait_until
from tests.chaos.offers import offered_twice, told_twice
from tests.chaos.plan import plan
from tests.chaos.report import figures, is_all_told, judge, reasons
from tests.chaos.storm import Storm
from tests.chaos.two_programs import People, TwoPrograms, audit, uncertain
from tests.fakes.discord import Channel, Discord, Permission
from tests.postgres_server import Postgres, start_server, stop_server

BEGINNING = 60.0
"""Seconds for the first program to learn all accounts, before anything goes wrong."""

CALM = 120.0
"""Seconds for everything owed to be told once all is well."""


async def chaos_of_two(seconds: float, seed: int, folder: Path) -> bool:
    """Run the storm, wait for the calm, print the figures; return whether all went well."""
    server = Postgres(await asyncio.to_thread(start_server))
    url, luck = server.url("migrated"), Random(f"{seed} two")  # noqa: S311 - no secret
    discord = Discord()
    discord.terms.reply_seconds = 3.0
    useapi = Accounts(discord.feed.notify)
    said: list[str] = []
    try:
        async with discord, useapi:
            lives = Lives(folder, discord, useapi, url)
            said = lives.said
            storm = Storm(plan(seed, seconds, NAMES), discord, useapi)
            pair, people = TwoPrograms(lives, server, url, luck), People(discord, luck)
            async with pair.running():
                edited = await _watched_by_edits(discord)
                await people.arrive()
                await _looked(discord, useapi, BEGINNING)
                living = asyncio.create_task(people.live())
                async with asyncio.TaskGroup() as both:
                    both.create_task(storm.rage(began=asyncio.get_running_loop().time()))
                    both.create_task(pair.storm(seconds))
                await storm.calm()
                living.cancel()
                await asyncio.sleep(20)  # whoever was asleep or has just been killed stands by again
                calm_at = datetime.now(UTC)
                await _looked(discord, useapi, CALM)
                for times in useapi.tide():
                    await _looked(discord, useapi, CALM, times=times)

                def all_told(moments: Moments) -> bool:
                    return is_all_told(judge(discord, edited, uncertain(useapi.looks, calm_at), moments))

                await wait_until(all_told, url, CALM)
                wrong = await _all_stored_is_told(url, discord, edited)
            moments = await stored_moments(url)
            counted = judge(discord, edited, uncertain(useapi.looks, calm_at), moments)
            offers = people.offers(moments)
            twice, to_two = told_twice(offers), offered_twice(offers, useapi.looks)
            line = {
                "seed": seed,
                "seconds": seconds,
                **figures(counted, discord, edited, useapi),
                "waiters_told": len(offers),
                "waiters_told_twice": len(twice),
                "slots_offered_to_two": len(to_two),
                "stored_untold_or_repeated": len(wrong),
                "blows": {blow.value: number for blow, number in sorted(pair.blows.items())},
                "commands_answered": people.answered,
                "commands_unanswered": people.unanswered,
                "starts": lives.number,
            }
            sys.stdout.write(json.dumps(line) + "\n")
            bad_codes = [f"a program told to end gave {code}" for code in pair.codes if code]
            every = [*reasons(counted), *twice, *to_two, *wrong, *bad_codes, *lives.surprises, *discord.problems]
            sys.stderr.writelines(f"{sentence}\n" for sentence in every)
            return not every
    finally:
        (folder / "bot.log").write_text("\n".join(said), encoding="utf-8")
        await asyncio.to_thread(stop_server, server.folder)


async def _all_stored_is_told(url: str, discord: Discord, edited: Channel) -> list[str]:
    """Wait until the database and the messages agree, and return what is left of their differences."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + CALM / 2
    while (wrong := await audit(url, discord, (discord.channel, edited))) and clock() < deadline:  # noqa: ASYNC110 - a table has no event
        await asyncio.sleep(1)
    return wrong


async def _watched_by_edits(discord: Discord) -> Channel:
    edited = discord.world.add_channel(discord.guild, "edited")
    role = discord.world.add_role(discord.guild, "stewards", may=Permission.MANAGE_GUILD)
    steward = discord.world.add_member(discord.guild, "alex", role)
    await discord.connected(BEGINNING)
    await discord.wait_for(lambda: discord.commands(discord.guild), BEGINNING)
    await discord.use("watch add", {"provider": "all", "channel": edited, "style": "edit"}, member=steward)
    return edited


async def _looked(discord: Discord, useapi: Accounts, within: float, *, times: int = 3) -> None:
    """Wait until any program has looked so many times more at every provider."""

    def seen(provider: str) -> int:
        return sum(look.provider == provider for look in useapi.looks)

    before = {provider: seen(provider) for provider in NAMES}
    await discord.feed.wait_for(lambda: all(seen(name) - before[name] >= times for name in NAMES), within)
