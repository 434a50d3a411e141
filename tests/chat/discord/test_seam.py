"""The seam: a feature that no file of the program knows works on both platforms, its command and its button."""

import io
from dataclasses import replace

from rich.console import Console

from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller, MessageCommand
from bot.chat.message import Button, Message
from bot.chat.terminal.dialogue import Dialogue
from bot.chat.terminal.screen import Transcript
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import OUTDATED_BUTTON
from tests.chat.discord.made_up_bot import Registered, serving
from tests.chat.made_up import Kitchen, brewing
from tests.fakes.discord import Discord
from tests.moments import NOON


async def test_a_made_up_feature_is_served_by_discord(discord: Discord) -> None:
    kitchen = brewing()
    async with serving(discord, kitchen.feature()):
        assert [one.name for one in discord.commands(discord.guild)] == ["tea"]
        offered = await discord.autocomplete("tea brew", {"sort": "green"}, focused="name", value="my")
        assert [one.name for one in offered] == ["my cup of green"]
        answered = await discord.use("tea brew", {"sort": "green", "cups": 2, "milk": True})
        assert (answered.embeds[0]["title"], answered.ephemeral) == ("Tea", False)
        poured = await discord.press(answered, label="Pour")
        assert poured.embeds[0]["description"] == "**poured 1**"
    assert kitchen.brewed == ["green"]


async def test_a_feature_can_ask_about_a_message(discord: Discord) -> None:
    async def name(caller: Caller, message: int) -> Message:
        return Message(headline=(f"{caller.member} asks about {message}",), private=True)

    asking = replace(brewing().feature(), message_commands=(MessageCommand(name="Which tea is this?", run=name),))
    registered = Registered()
    async with serving(discord, asking, registered=registered):
        assert [one.name for one in discord.commands(discord.guild)] == ["tea", "Which tea is this?"]
        answered = await discord.use("tea brew", {"sort": "green"})
        asked = await discord.ask("Which tea is this?", answered.message)
        assert asked.ephemeral
        assert asked.content == f"{discord.member.user.id} asks about {answered.message.id}"
    async with serving(discord, asking, registered=registered):
        assert discord.command_syncs(discord.guild) == 1


async def test_the_same_feature_is_served_by_the_terminal() -> None:
    kitchen, screen = brewing(), io.StringIO()
    transcript = Transcript(Console(file=screen, width=80), now=lambda: NOON)
    dialogue = Dialogue(transcript, Dispatcher((kitchen.feature(),), AccountNames()))
    await dialogue.reply("/tea brew green cups:2 milk:yes")
    await dialogue.reply("pour")
    assert kitchen.brewed == ["green"]
    assert "poured 1" in screen.getvalue()


async def test_a_button_that_no_feature_made_is_answered_with_a_sentence(discord: Discord) -> None:
    class Older(Kitchen):
        """A kitchen of the version before."""

        pour_button = Button(label="Pour", action="tea:spill", arguments=("1",))

    async with serving(discord, Older().feature()):
        answered = await discord.use("tea brew", {"sort": "green"})
        pressed = await discord.press(answered, label="Pour")
    assert pressed.ephemeral
    assert OUTDATED_BUTTON in pressed.embeds[0]["description"]
