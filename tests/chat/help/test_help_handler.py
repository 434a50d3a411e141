"""What ``/help`` lists, and to whom."""

from dataclasses import replace

from bot.chat.feature import Caller, Command, Feature, NoOptions
from bot.chat.help.handler import HelpHandler
from tests.chat.drawn import drawn, refused
from tests.chat.made_up import brewing

CALLER = Caller(guild=1, channel=2, member=3)


def helping() -> HelpHandler:
    tea = brewing().feature()
    brew, *others = tea.commands
    shown: Command[object] = replace(brew, examples={"sort": "green"})
    secret = Feature(
        name="safe", commands=(replace(others[0], name="safe open", description="Open it"),), for_managers=True
    )
    return HelpHandler((replace(tea, commands=(shown, *others)), secret))


async def test_every_command_is_listed_with_an_example_of_this_server() -> None:
    message = await helping().run(CALLER, NoOptions())
    assert (
        drawn(message) == "[free] What you can type here\n`/tea brew green` · Brew tea\n`/tea list` · What was brewed"
    )
    assert message.private


async def test_those_who_manage_the_server_see_what_is_theirs() -> None:
    message = await helping().run(replace(CALLER, may_manage=True), NoOptions())
    assert drawn(message).endswith("\n# For those who manage this server\n`/safe open` · Open it")
    assert refused(message) == []
