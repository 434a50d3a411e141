"""What is answered to what is typed: commands, and the words that stand for buttons."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.chat.command_options import NoOptions
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Action, Caller, Command, Feature
from bot.chat.message import Button, Card, Menu, MenuChoice, Message, Picture, paragraph
from bot.chat.terminal.dialogue import Dialogue, converse
from bot.chat.terminal.screen import Transcript
from bot.chat.terminal.terminal_channel import TerminalReferences
from bot.chat.typed.command_line import TypedCommand, read_command
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput, StorageUnavailable
from tests.chat.made_up import brewing
from tests.chat.typed.typed_features import FEATURES
from tests.moments import NOON


class Typed:
    """Types into a dialogue about made-up features and reads what appears."""

    def __init__(self, *features: Feature, picture: Path | None = None) -> None:
        self._screen = io.StringIO()
        console = Console(file=self._screen, width=80, markup=False, emoji=False, highlight=False)
        transcript = Transcript(console, now=lambda: NOON)
        self.dialogue = Dialogue(transcript, Dispatcher(features, AccountNames()), picture=picture)

    async def __call__(self, line: str) -> str:
        """Return what a line is answered with, without who says it and when."""
        assert await self.dialogue.reply(line)
        said = self._screen.getvalue()
        self._screen.seek(0)
        self._screen.truncate()
        return "\n".join(said.splitlines()[2:])


def alone(name: str, run: Callable[[], object], *actions: Action) -> Feature:
    """Return a feature of one command without options."""

    async def answer(_: Caller, __: NoOptions) -> Message:
        answered = run()
        assert isinstance(answered, Message)
        return answered

    return Feature(
        name=name, commands=(Command(name=name, description="It", options=NoOptions, run=answer),), actions=actions
    )


def refusal(text: str) -> str:
    return f"▌ ⚠ {text}\nOnly you can see this."


def said(text: str, *actions: Button | Menu, private: bool = False) -> Message:
    return Message(cards=(Card(body=(paragraph((text,)),)),), actions=actions, private=private)


async def test_a_command_is_answered_and_its_button_pressed_by_typing_it() -> None:
    typed = Typed(brewing().feature())
    assert await typed("/tea brew green") == "▌ Tea\n▌\n▌ green for 1\n[ pour ]"
    assert await typed("Pour") == "▌ Tea\n▌\n▌ poured 1"
    assert await typed("tea list") == "▌ Tea\n▌\n▌ green"
    assert await typed("/pour") == refusal('"/pour" is no command here. Try /capacity, or /help.')


async def test_a_mistake_is_a_sentence_and_changes_nothing() -> None:
    typed = Typed(brewing().feature())
    assert await typed("/tea brew camomile") == refusal('sort takes green or black, not "camomile".')
    assert await typed("/coffee") == refusal('"/coffee" is no command here. Try /capacity, or /help.')
    assert await typed("pour") == refusal('"pour" is no command here. Try /capacity, or /help.')
    assert await typed("tea list") == "▌ Tea\n▌\n▌ nothing"


def test_a_channel_or_a_role_is_one_word() -> None:
    line = "watch add minimax in #alerts ping @makers when full"
    read = read_command(line, FEATURES, references=TerminalReferences())
    assert isinstance(read, TypedCommand)
    assert read.values.keys() == {"provider", "channel", "role", "when"}


async def test_yes_is_enough_for_what_was_likely_meant() -> None:
    typed = Typed(brewing().feature())
    await typed("/tea brew gren")
    assert (await typed("yes")).startswith("▌ Tea\n▌\n▌ green for 1")


async def test_what_fails_is_said_in_a_sentence(caplog: pytest.LogCaptureFixture) -> None:
    def away() -> object:
        raise StorageUnavailable("locked")

    def broken() -> object:
        raise KeyError("bug")

    def bad() -> object:
        raise BadInput("Ask ann@example.com instead.")

    typed = Typed(alone("away", away), alone("broken", broken), alone("bad", bad))
    assert "The database does not answer" in await typed("away")
    assert "Ask a…@example.com instead." in await typed("bad")
    assert caplog.records == []
    assert "Something went wrong here." in await typed("broken")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_a_menus_line_is_chosen_by_its_number() -> None:
    async def show(_: Caller, arguments: object) -> Message:
        return said(f"chosen: {arguments}", private=True)

    menu = Menu(
        placeholder="Show",
        action="menu:show",
        arguments=("a",),
        choices=tuple(MenuChoice(label=one, value=one) for one in ("x", "y")),
    )
    typed = Typed(alone("menu", lambda: said("two", menu), Action(name="menu:show", run=show, arguments=1)))
    assert await typed("menu") == "▌ two\n[ show 1 to 2 ]"
    assert await typed("show 2") == "▌ chosen: ('a', 'y')\nOnly you can see this."
    assert await typed("show 3") == "There are 2 to choose from. Try: show 1"


async def test_a_button_of_no_feature_is_outdated() -> None:
    typed = Typed(alone("old", lambda: said("old", Button(label="Go", action="gone:go"))))
    await typed("old")
    assert "That button is from another version of the bot." in await typed("go")


async def test_a_picture_is_written_to_a_file(tmp_path: Path) -> None:
    def drawn() -> Message:
        return Message(cards=(Card(title="Past"),), picture=Picture(name="a.png", png=b"PNG", alt="A line"))

    file = tmp_path / "chart.png"
    typed = Typed(alone("past", drawn), picture=file)
    assert await typed("past") == f"▌ Past\nPicture: {file}\nA line"
    assert file.read_bytes() == b"PNG"
    nowhere = Typed(alone("past", drawn), picture=tmp_path / "no" / "chart.png")
    assert "The picture could not be written: No such file or directory." in await nowhere("past")


async def test_quit_ends() -> None:
    typed = Typed(brewing().feature())
    assert not await typed.dialogue.reply("quit")
    assert not await typed.dialogue.reply("/EXIT")
    assert await typed.dialogue.reply("")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
async def test_at_a_keyboard_it_is_ended_by(key: str) -> None:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(key)
        await converse(Typed().dialogue)


async def test_commands_options_and_buttons_are_completed() -> None:
    typed = Typed(brewing().feature())
    await typed("/tea brew green")
    for line, replaced, values in (
        ("/t", "/t", ["/tea"]),
        ("p", "p", ["pour"]),
        ("/tea brew b", "b", ["black"]),
        ("/tea brew green my", "my", ["my cup of green"]),
    ):
        part, choices = await typed.dialogue.complete(line)
        assert (part, [one.value for one in choices]) == (replaced, values)
