"""Commands past their limits, and what leaves a guild."""

import aiohttp
import pytest

from tests.fakes.discord import CannotError, Discord
from tests.fakes.discord.bots import Bot
from tests.fakes.discord.records import Json
from tests.fakes.feed import GIVE_UP_AFTER


def command(name: str = "capacity", **other: object) -> Json:
    return {"name": name, "description": "Say what is free.", **other}


def option(name: str = "provider", **other: object) -> Json:
    return {"type": 3, "name": name, "description": "Which one.", **other}


def choices(count: int, value: str = "v") -> list[Json]:
    return [{"name": f"{each}", "value": f"{value}{each}"} for each in range(count)]


LONG = [option(f"o{each}", choices=choices(25, "v" * 15)) for each in range(25)]
REFUSED: list[tuple[str, list[Json]]] = [
    ("upper case", [command("Capacity")]),
    ("a blank in the name", [command("a b")]),
    ("33 characters", [command("c" * 33)]),
    ("one name twice", [command(), command()]),
    ("101 commands", [command(f"c{each}") for each in range(101)]),
    ("no description", [{"name": "capacity"}]),
    ("description 101", [command(description="d" * 101)]),
    ("26 options", [command(options=[option(f"o{each}") for each in range(26)])]),
    ("26 choices", [command(options=[option(choices=choices(26))])]),
    ("choice value 101", [command(options=[option(choices=choices(1, "v" * 100))])]),
    ("one option twice", [command(options=[option(), option()])]),
    ("required after optional", [command(options=[option("a"), option("b", required=True)])]),
    ("autocomplete and choices", [command(options=[option(autocomplete=True, choices=choices(1))])]),
    ("more than 8000 in all", [command(options=LONG)]),
    ("a locale that is none", [command(name_localizations={"xx": "c"})]),
]


@pytest.mark.parametrize("body", [each[1] for each in REFUSED], ids=[each[0] for each in REFUSED])
async def test_past_a_limit_is_refused_and_a_problem(discord: Discord, body: list[Json]) -> None:
    status, answer = await put(discord, body)
    assert (status, answer["code"]) == (400, 50035)
    assert len(discord.problems) == 1
    assert discord.commands(discord.guild) == []


async def test_up_to_the_limits_is_registered(discord: Discord) -> None:
    full = command("容量-c" + "x" * 28, options=[option(choices=choices(25), required=True)])
    assert (await put(discord, [full, *(command(f"c{each}") for each in range(99))]))[0] == 200
    assert discord.problems == []
    assert discord.command_creates(discord.guild) == 100


async def test_a_guild_that_threw_the_bot_out_is_forbidden(discord: Discord, bot: Bot) -> None:
    discord.world.remove_bot(discord.guild)
    await bot.wait_for("guild_remove", timeout=GIVE_UP_AFTER)
    assert (await put(discord, []))[0] == 403
    discord.world.add_bot(discord.guild)
    await bot.wait_for("guild_join", timeout=GIVE_UP_AFTER)
    assert (await put(discord, []))[0] == 200
    with pytest.raises(CannotError):
        await discord.use("hello")


async def put(discord: Discord, body: list[Json]) -> tuple[int, Json]:
    headers = {"Authorization": f"Bot {discord.token}", "User-Agent": "DiscordBot (https://example.com, 1)"}
    where = f"{discord.url}/applications/{discord.world.bot.id}/guilds/{discord.guild.id}/commands"
    async with aiohttp.ClientSession(headers=headers) as session, session.put(where, json=body) as answer:
        found = await answer.json()
        return answer.status, found if isinstance(found, dict) else {}
