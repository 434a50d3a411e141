"""The commands that the real program registers are those that ``docs/commands.md`` describes."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.fakes.discord import Discord
from tests.fakes.discord.command_rules import CHAT_INPUT, MESSAGE, kind
from tests.fakes.discord.records import Json
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import script

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


async def test_every_command_is_described_with_its_options_in_order(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    async with bots.run():
        await ready(discord)
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
