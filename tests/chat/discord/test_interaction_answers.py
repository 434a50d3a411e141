"""How answers reach Discord: what they leave behind, how many leave at once, what no feature expects."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import discord as dpy
import pytest

from bot.chat.command_options import NoOptions
from bot.chat.discord import duplicate_instance, feature_commands, interaction_answers
from bot.chat.discord.discord_client import OUTDATED_COMMAND, CapacityClient
from bot.chat.discord.interaction_answers import AT_ONCE, drop_buttons, in_turn
from bot.chat.discord.interaction_answers import _room as slots
from bot.chat.feature import Action, Caller, Command, Feature
from bot.chat.message import Button, Card, Message
from bot.chat.signs_and_colours import Level
from bot.chat.wording.refusal_sentences import SORRY
from bot.errors import BadInput
from tests.chat.discord.made_up_bot import serving
from tests.chat.made_up import brewing
from tests.fakes.discord import CallbackType, Discord
from tests.fakes.feed import GIVE_UP_AFTER


async def test_discord_py_keeps_nothing_of_an_answer_and_its_buttons_still_work(discord: Discord) -> None:
    async with serving(discord, brewing().feature()):
        for _ in range(2):
            answered = await discord.use("tea brew", {"sort": "green"})
            poured = await discord.press(answered, label="Pour")
            assert poured.embeds[0]["description"] == "**poured 1**"
            assert [task for task in asyncio.all_tasks() if "timeout_task" in str(task.get_coro())] == []


async def test_an_answer_waits_for_its_turn_in_a_crowd(discord: Discord) -> None:
    over = asyncio.Event()

    async def hang() -> None:
        async with in_turn():
            await over.wait()

    async with serving(discord, brewing().feature()):
        hanging = [asyncio.create_task(hang()) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        before = len(discord.requests)
        asked = asyncio.create_task(discord.use("tea list"))
        waiting = slots[asyncio.get_running_loop()]
        async with asyncio.timeout(GIVE_UP_AFTER):
            while not waiting._waiters:  # noqa: SLF001, ASYNC110 - a semaphore tells nobody who waits
                await asyncio.sleep(0)
        assert len(discord.requests) == before
        over.set()
        await asked
        await asyncio.gather(*hanging)


async def test_a_second_program_with_the_same_token_is_noticed(
    discord: Discord, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicate_instance, "HAND_OVER", 0)
    async with serving(discord, brewing().feature()) as first, serving(discord, brewing().feature()) as second:
        clients = [one for one in (first, second) if isinstance(one, CapacityClient)]
        await discord.use("tea list")
        async with asyncio.timeout(GIVE_UP_AFTER):
            while not any(one.duplicate_instance.is_there() for one in clients):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0)
    assert "has answered with this DISCORD_TOKEN" in caplog.text


async def test_an_answer_that_takes_long_is_deferred_as_private_as_it_may_become(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interaction_answers, "DEFER_AFTER", 0.01)
    enough = asyncio.Event()

    async def wait(_: Caller, __: NoOptions) -> Message:
        await enough.wait()
        return Message(cards=(Card(title="Ready", level=Level.FREE),))

    slow = Command(name="slow", description="Wait", options=NoOptions, run=wait, is_public=lambda _: False)
    async with serving(discord, Feature(name="slow", description="Waits", commands=(slow,))):
        reply = await discord.use("slow", promise=True)
        assert (reply.deferred, reply.ephemeral) == (True, True)
        enough.set()
        await reply.edited()
    assert reply.embeds[0]["title"] == "Ready"


async def test_a_private_answer_leaves_the_next_one_public_though_it_is_the_same(discord: Discord) -> None:
    same = Message(cards=(Card(title="Same", level=Level.FREE),))

    async def run(_: Caller, __: NoOptions) -> Message:
        return same

    commands = tuple(
        Command(name=name, description="Say", options=NoOptions, run=run, private=name == "secretly")
        for name in ("secretly", "openly")
    )
    async with serving(discord, Feature(name="say", description="Says", commands=commands)):
        seen = [(await discord.use(name)).ephemeral for name in ("openly", "secretly", "openly")]
    assert seen == [False, True, False]


def door(enough: asyncio.Event, pressed: Message | None, *, private: bool = False) -> Feature:
    """Return a feature whose one button is answered in place once ``enough`` is set; refused without an answer."""
    shut = Message(cards=(Card(title="Shut", level=Level.FULL),), actions=(Button(label="Open", action="door:open"),))

    async def show(_: Caller, __: NoOptions) -> Message:
        return shut

    async def press(_: Caller, __: Sequence[str]) -> Message:
        await enough.wait()
        if pressed is None:
            raise BadInput("It is stuck.")
        return pressed

    command = Command(name="door", description="Show", options=NoOptions, run=show, private=private)
    return Feature(name="door", commands=(command,), actions=(Action(name="door:open", run=press, in_place=True),))


def ajar(*, private: bool) -> Message:
    return Message(cards=(Card(title="Ajar", level=Level.FREE),), private=private)


@pytest.mark.parametrize("pressed", [None, ajar(private=True)], ids=["refused", "private"])
async def test_a_late_private_answer_leaves_the_message_that_everyone_sees(
    discord: Discord, monkeypatch: pytest.MonkeyPatch, pressed: Message | None
) -> None:
    monkeypatch.setattr(interaction_answers, "DEFER_AFTER", 0.01)
    enough = asyncio.Event()
    async with serving(discord, door(enough, pressed)):
        shown = await discord.use("door")
        reply = await discord.press(shown, label="Open", promise=True)
        assert reply.deferred
        enough.set()
        (said,) = await discord.wait_for(discord.ephemerals, GIVE_UP_AFTER)
        (public,) = discord.messages()
    assert (public.embeds[0]["title"], len(public.components)) == ("Shut", 1)
    assert str(said.embeds[0]).count("It is stuck." if pressed is None else "Ajar") == 1


@pytest.mark.parametrize("deferred", [None, 0.01], ids=["soon", "late"])
async def test_a_private_answer_replaces_a_private_message(
    discord: Discord, monkeypatch: pytest.MonkeyPatch, deferred: float | None
) -> None:
    enough = asyncio.Event()
    if deferred is None:
        enough.set()
    else:
        monkeypatch.setattr(interaction_answers, "DEFER_AFTER", deferred)
    async with serving(discord, door(enough, ajar(private=True), private=True)):
        shown = await discord.use("door")
        await discord.press(shown, label="Open")
        enough.set()
        await discord.wait_for(lambda: shown.embeds[0]["title"] == "Ajar", GIVE_UP_AFTER)
    assert len(discord.ephemerals()) == 1


async def test_a_refusal_replaces_not_even_a_private_message(discord: Discord) -> None:
    enough = asyncio.Event()
    enough.set()
    async with serving(discord, door(enough, None, private=True)):
        shown = await discord.use("door")
        refused = await discord.press(shown, label="Open")
        assert refused.kind is CallbackType.MESSAGE
    assert [len(one.components) for one in discord.ephemerals()] == [1, 0]


UNDRAWABLE = Message(actions=(Button(label="x", action="door:open", arguments=("x" * 300,)),))


@pytest.mark.parametrize("deferred", [None, 0.01], ids=["soon", "late"])
async def test_a_press_whose_answer_can_not_be_drawn_is_apologised_for(
    discord: Discord,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    deferred: float | None,
) -> None:
    enough = asyncio.Event()
    if deferred is None:
        enough.set()
    else:
        monkeypatch.setattr(interaction_answers, "DEFER_AFTER", deferred)
    async with serving(discord, door(enough, UNDRAWABLE)):
        shown = await discord.use("door")
        await discord.press(shown, label="Open")
        enough.set()
        (said,) = await discord.wait_for(discord.ephemerals, GIVE_UP_AFTER)
        (public,) = discord.messages()
    assert SORRY in str(said.embeds)
    assert public.embeds[0]["title"] == "Shut"
    assert "could not be answered; please report it" in caplog.text


async def test_a_program_that_ends_leaves_a_button_where_it_is(
    discord: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: list[dpy.Interaction] = []

    async def keep(interaction: dpy.Interaction) -> None:
        pressed.append(interaction)

    monkeypatch.setattr(feature_commands, "drop_buttons", keep)
    tea = brewing().feature()
    async with serving(discord, replace(tea, commands=(replace(tea.commands[0], choices={}),))):
        await discord.press(await discord.use("tea brew", {"sort": "gren"}), label="Yes, green")
    (interaction,) = pressed
    await drop_buttons(interaction)


async def test_a_command_of_the_version_before_says_what_to_do(
    discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(discord, brewing().feature()) as client:
        assert isinstance(client, CapacityClient)
        (registered,) = discord.commands(discord.guild)
        brew = next(one for one in registered.spec["options"] if one["name"] == "brew")
        brew["options"] = []
        changed = await discord.use("tea brew")
        for guild in (dpy.Object(discord.guild.id), None):
            client.tree.clear_commands(guild=guild)
        gone = await discord.use("tea list")
    for reply in (changed, gone):
        assert OUTDATED_COMMAND in str(reply.embeds)
        assert reply.ephemeral
    assert "ERROR" not in [one.levelname for one in caplog.records]
