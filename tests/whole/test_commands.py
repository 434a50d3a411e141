"""The commands that the real program registers: ``docs/commands.md`` describes them, ``/help`` shows them."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.fakes.discord import Discord, Member, Permission
from tests.fakes.discord.command_rules import CHAT_INPUT, MESSAGE, kind
from tests.fakes.discord.records import Json
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script

DOCUMENT = Path(__file__).parents[2] / "docs/commands.md"
SUBCOMMAND = 1


def usages(spec: Json, parents: str = "/") -> Iterator[str]:
    """Yield each command under a registered one as the document writes it: ``/watch add provider [account]``."""
    name = f"{parents}{spec['name']}"
    options = spec.get("options", [])
    if options and options[0]["type"] == SUBCOMMAND:
        for each in options:
            yield from usages(each, f"{name} ")
    else:
        yield " ".join((name, *(one["name"] if one.get("required") else f"[{one['name']}]" for one in options)))


async def those_of_help_can_be_pressed(discord: Discord, admin: Member) -> None:
    helped = await discord.use("help", member=admin)
    known = {one.name: one.id for one in discord.commands(discord.guild)}
    pressed = re.findall(r"</([a-z]+)[a-z ]*:(\d+)>", "".join(one["description"] for one in helped.embeds))
    assert {name: int(number) for name, number in pressed} == {
        name: number for name, number in known.items() if name.islower() and name != "help"
    }


async def test_every_command_is_described_and_those_of_help_can_be_pressed(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    role = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    admin = discord.world.add_member(discord.guild, "alex", role)
    async with bots.run(ALERT_CHANNEL_ID=""):
        await ready(discord)
        await looked(useapi)
        mine = await discord.use("help")
        await those_of_help_can_be_pressed(discord, admin)
    known = {one.name: one.id for one in discord.commands(discord.guild)}
    assert mine.ephemeral
    (card,) = mine.embeds
    shown = card["description"]
    assert f"</capacity:{known['capacity']}> · " in shown
    assert "e.g. " not in shown
    assert "watch" not in shown
    commands = discord.commands(discord.guild)
    typed = [one.spec for one in commands if kind(one.spec) == CHAT_INPUT]
    registered = sorted(usage for spec in typed for usage in usages(spec))
    text = DOCUMENT.read_text(encoding="utf-8")
    documented = sorted(re.findall(r"^\| `(/[^`]+)` \|", text, re.MULTILINE))
    assert documented == registered, "docs/commands.md: its table has a row for each command, its options in order"
    in_menus = [one.name for one in commands if kind(one.spec) == MESSAGE]
    assert re.findall(r"^\| \*Apps\*, \*([^*]+)\*", text, re.MULTILINE) == in_menus, (
        "docs/commands.md: the rows of Apps"
    )
