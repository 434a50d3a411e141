"""What ``/help`` lists, and to whom."""

from dataclasses import replace

import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.chat.account_options import AccountOptions
from bot.chat.discord.markdown import command_ids
from bot.chat.feature import Caller, Command, Feature, MessageCommand
from bot.chat.help import HelpHandler, HelpOptions
from bot.chat.message import Message
from bot.chat.mute.mute_options import MuteOptions
from bot.chat.wording.account_names import AccountNames
from tests.chat.drawn import acting, drawn, refused
from tests.chat.made_up import brewing
from tests.chat.two_providers import TwoProviders
from tests.moments import NOON
from tests.rows import each_row

CALLER = Caller(guild=1, channel=2, member=3)
TYPING = replace(CALLER, guild=-CALLER.guild)
ALL = """[free] What you can do here
`/tea brew` · Brew tea
`/tea list` · What was brewed
`/tea mute` · Be quiet
`Which tea?` · in the menu of a message: right-click it or press it long, then Apps"""


async def ask(_: Caller, message: int) -> Message:
    raise AssertionError(message)


@pytest.fixture
async def helping() -> HelpHandler:
    providers = TwoProviders(lambda: NOON)
    await providers.look()
    tea = brewing().feature()
    brew, listed = tea.commands
    green: Command[object] = replace(brew, examples=lambda: {"sort": "green"})
    mute: Command[object] = replace(
        listed,
        name="tea mute",
        description="Be quiet",
        options=MuteOptions,
        examples=AccountOptions(providers.lookup).examples,
    )
    menus = (MessageCommand(name="Which tea?", run=ask),)
    secret = Feature(
        name="safe", commands=(replace(listed, name="safe open", description="Open it"),), for_managers=True
    )
    return HelpHandler((replace(tea, commands=(green, listed, mute), message_commands=menus), secret), providers.lookup)


async def test_a_member_sees_theirs(helping: HelpHandler) -> None:
    message = await helping.run(CALLER, HelpOptions())
    assert drawn(message) == ALL
    assert message.private
    assert refused(message) == []


async def test_those_who_manage_the_server_see_what_is_theirs(helping: HelpHandler) -> None:
    message = await helping.run(replace(CALLER, may_manage=True), HelpOptions())
    assert drawn(message) == f"{ALL}\n[free] For managers\n`/safe open` · Open it"
    assert refused(message) == []


async def test_a_command_for_managers_among_those_for_everyone_is_named_to_managers_alone() -> None:
    tea = brewing().feature()
    brew, listed = tea.commands
    theirs = replace(tea, commands=(replace(brew, for_managers=True), listed))
    helping = HelpHandler((theirs,), TwoProviders(lambda: NOON).lookup)
    member, manager = [
        drawn(await helping.run(replace(CALLER, may_manage=may), HelpOptions())) for may in (False, True)
    ]
    assert ("/tea brew" in member, "/tea list" in member) == (False, True)
    assert manager.startswith(member)
    assert "[free] For managers\n`/tea brew` · " in manager


async def test_of_one_command_its_options_are_told(helping: HelpHandler) -> None:
    said = drawn(await helping.run(CALLER, HelpOptions(command="/tea Mute?")))
    assert said.startswith(
        "[free] What you can do here\n`/tea mute` · Be quiet\n**provider** · What to mute: a provider"
    )
    assert said.endswith("**for** · For how long: 30m, 2h, until 18:00, tomorrow 08:00; 1h unless you say")


async def test_of_a_feature_its_commands_are_told_and_of_what_is_not_theirs_what_is(helping: HelpHandler) -> None:
    manager = replace(CALLER, may_manage=True)
    tea = drawn(await helping.run(CALLER, HelpOptions(command="tea")))
    assert tea.splitlines() == [line for line in ALL.splitlines() if "menu of a message" not in line]
    assert drawn(await helping.run(CALLER, HelpOptions(command="safe open"))) == ALL
    assert "Open it" in drawn(await helping.run(manager, HelpOptions(command="safe open")))
    (command,) = helping.feature().commands
    theirs = [[one.value for one in await command.suggest["command"](who, "o", {})] for who in (CALLER, manager)]
    assert theirs == [[], ["safe open"]]


async def test_commands_can_be_pressed_where_their_ids_are_known(helping: HelpHandler) -> None:
    token = command_ids.set({"tea": 7})
    message = await helping.run(replace(CALLER, may_manage=True), HelpOptions())
    said = drawn(message)
    command_ids.reset(token)
    assert "\n</tea brew:7> · Brew tea\n</tea list:7> · " in said
    assert "`/safe open` · Open it" in said
    assert acting(message, r"`[^`]*`|</tea \w+:7>") == []


async def test_where_commands_are_typed_there_are_examples_of_this_server(helping: HelpHandler) -> None:
    said = drawn(await helping.run(TYPING, HelpOptions()))
    assert "e.g. `/tea brew green`" in said
    assert "e.g. `/tea mute minimax studio-a`" in said


@each_row(("labelled", "example"), [(True, "minimax studio-b"), (False, "minimax")])
async def test_no_example_names_an_account_that_nobody_can_type(labelled: bool, example: str) -> None:  # noqa: FBT001 - a row
    providers = TwoProviders(lambda: NOON, names=AccountNames(labels={"minimax/b@example.com": "studio-b"}))
    accounts = ("a@example.com", *(("b@example.com",) if labelled else ()))
    providers.rows["minimax"] = tuple(ListedSlots(account=one, limit=2, available=1) for one in accounts)
    await providers.look()
    (command,) = (one for one in brewing().feature().commands if one.name == "tea list")
    mute: Command[object] = replace(command, options=MuteOptions, examples=AccountOptions(providers.lookup).examples)
    helping = HelpHandler((Feature(name="tea", commands=(mute,)),), providers.lookup)
    assert f"e.g. `/tea list {example}`" in drawn(await helping.run(TYPING, HelpOptions()))


async def test_before_an_account_is_known_the_provider_is_example_enough() -> None:
    providers = TwoProviders(lambda: NOON)
    (command,) = (one for one in brewing().feature().commands if one.name == "tea list")
    mute: Command[object] = replace(command, options=MuteOptions, examples=AccountOptions(providers.lookup).examples)
    helping = HelpHandler((Feature(name="tea", commands=(mute,)),), providers.lookup)
    assert "e.g. `/tea list minimax`" in drawn(await helping.run(TYPING, HelpOptions()))
