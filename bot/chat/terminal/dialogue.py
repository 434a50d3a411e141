"""Reads lines that are typed below the chat, completes and answers them: commands, and words for buttons."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterable, Sequence
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout
from rich.text import Text
from typing_extensions import override

from bot.chat.command_options import Choice
from bot.chat.dispatcher import Dispatcher, token_of
from bot.chat.feature import Caller, Command, Feature
from bot.chat.message import Button, Menu, Message
from bot.chat.terminal.message_renderer import literal, typed_word
from bot.chat.terminal.screen import YOU, Transcript
from bot.chat.terminal.terminal_channel import TerminalReferences
from bot.chat.typed.command_line import Misread, commands_in, find_command, read_command
from bot.chat.typed.option_filling import OptionFilling
from bot.chat.typed.option_values import DoesNotFit, References
from bot.chat.typed.words import TypedWord, typed_words

MEMBER = Caller(guild=1, channel=1, member=1, may_manage=True)
"""The terminal's one member, who may do everything in its one channel."""

_REFERENCES = TerminalReferences()
_QUIT = frozenset({"quit", "exit"})

_SHOW = re.compile(r"show(?: ([0-9]{1,3}))?")

PICTURE_PREFIX = "capacity-bot-history-"

_HINT = " / and Tab: commands · what stands in [ ] can be typed · help · quit"
_MENU_LINES = 5


class Dialogue:
    """Answers one person, and remembers the buttons they have seen; of two with the same label, the newer counts.

    Args:
        transcript: Shows the conversation.
        dispatcher: Runs commands and actions.
        picture: The file for pictures; None for a new one each time.
    """

    def __init__(self, transcript: Transcript, dispatcher: Dispatcher, *, picture: Path | None = None) -> None:
        self.transcript = transcript
        self._dispatcher = dispatcher
        self._picture = picture
        self._buttons: dict[str, Button] = {}
        self._menu: Menu | None = None

    def saw(self, message: Message) -> None:
        """Make a message's buttons usable by typing their labels."""
        for action in message.actions:
            if action.opens_form:
                continue
            if isinstance(action, Menu):
                self._menu = action
            elif not action.disabled:
                word = typed_word(action)
                self._buttons |= {word: action, word.partition(",")[0]: action}  # of ``Yes, MiniMax``, ``yes`` will do

    async def reply(self, line: str) -> bool:
        """Answer a typed line; return whether the conversation goes on."""
        typed = " ".join(line.split()).casefold()
        said = typed.removeprefix("/")
        if said in _QUIT:
            return False
        if typed in self._buttons:  # a word with a slash is always a command
            await self._press(self._buttons[typed])
        elif (shown := _SHOW.fullmatch(typed)) is not None and self._menu is not None:
            await self._choose(self._menu, int(shown[1] or 1))
        elif said:
            await self._run(line)
        return True

    async def complete(self, line: str) -> tuple[str, Sequence[Choice]]:
        """Return completions of a line: the part to replace, and the choices."""
        replaced, choices = await complete(line, MEMBER, self._dispatcher.features, references=_REFERENCES)
        if " " in line.strip():
            return replaced, choices
        typed = [word for word in (*self._buttons, "help", "quit") if line.strip() and word.startswith(line.casefold())]
        return replaced, (*choices, *(Choice(label=word, value=word) for word in typed))

    async def _run(self, line: str) -> None:
        read = read_command(line, self._dispatcher.features, references=_REFERENCES)
        if isinstance(read, Misread):
            await self._show(self._dispatcher.misread(read.sentence, read.meant, MEMBER))
            return
        await self._show(await self._dispatcher.run(read.command, MEMBER, read.options))

    async def _press(self, button: Button) -> None:
        token = token_of(button.action, button.arguments)
        if (asked := self._dispatcher.find_carried(token)) is not None:
            await self._show(await self._dispatcher.ask(asked, MEMBER))
            return
        press = self._dispatcher.find(token)
        await self._show(self._dispatcher.outdated() if press is None else await self._dispatcher.press(press, MEMBER))

    async def _choose(self, menu: Menu, number: int) -> None:
        press = self._dispatcher.find(token_of(menu.action, menu.arguments))
        if press is None or not 1 <= number <= len(menu.choices):
            self.transcript.say(f"There are {len(menu.choices)} to choose from. Try: show 1")
            return
        await self._show(await self._dispatcher.press(press, MEMBER, (menu.choices[number - 1].value,)))

    async def _show(self, message: Message) -> None:
        self.saw(message)
        if message.picture is None:
            self.transcript.answer(message)
            return
        try:
            path = await asyncio.to_thread(write_picture, message.picture.png, self._picture)
        except OSError as problem:
            self.transcript.answer(message)
            self.transcript.say(f"The picture could not be written: {problem.strerror}.")
        else:
            where = Text.assemble(("Picture: ", "dim"), (str(path), "bold"), no_wrap=True)  # so that it can be copied
            self.transcript.answer(message, where, literal(message.picture.alt, "dim"))


def write_picture(png: bytes, file: Path | None) -> Path:
    """Write a picture to a file and return its path; blocks.

    Args:
        png: The picture.
        file: The file; None for a new one in the folder for temporary files.

    Raises:
        OSError: It can't be written.
    """
    if file is not None:
        file.write_bytes(png)
        return file.absolute()
    descriptor, name = tempfile.mkstemp(prefix=PICTURE_PREFIX, suffix=".png")
    with os.fdopen(descriptor, "wb") as out:
        out.write(png)
    return Path(name)


def somebody_is_there() -> bool:
    """Return whether there is a keyboard to read and a screen to write on."""
    return sys.stdin.isatty() and sys.stdout.isatty()


async def converse(dialogue: Dialogue) -> None:
    """Read and answer lines until the user quits."""
    keyboard = PromptSession[str](
        completer=_Choices(dialogue), bottom_toolbar=_HINT, reserve_space_for_menu=_MENU_LINES
    )
    with patch_stdout(raw=True):  # output appears above the line that is being typed
        while True:
            try:
                # __main__ handles signals; prompt_toolkit would remove its SIGINT handler for good.
                line = await keyboard.prompt_async([("bold", YOU)], handle_sigint=False)
            except (EOFError, KeyboardInterrupt):
                return
            if not await dialogue.reply(line):
                return


class _Choices(Completer):
    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    @override
    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        return ()

    @override
    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        replaced, choices = await self._dialogue.complete(document.text_before_cursor)
        for one in choices:
            yield Completion(str(one.value), start_position=-len(replaced), display=one.label)


async def complete(
    line: str, caller: Caller, features: Sequence[Feature], *, references: References
) -> tuple[str, Sequence[Choice]]:
    """Return completions of the beginning of a line.

    Returns:
        The part of the line that a choice would replace, and the choices.
    """
    *done, last = line.lstrip().split(" ")
    typed = last.removeprefix("/").casefold()
    if not done:
        names = dict.fromkeys(one.name.split(" ")[0] for one in commands_in(features))
        return last, [Choice(label=f"/{name}", value=f"/{name}") for name in names if name.startswith(typed)]
    first = done[0].removeprefix("/").casefold()
    verbs = [parts[1] for one in commands_in(features) if (parts := one.name.split(" "))[0] == first and parts[1:]]
    if len(done) == 1 and (found := [verb for verb in verbs if verb.startswith(typed)]):
        return last, [Choice(label=verb, value=verb) for verb in found]
    meant = find_command(typed_words(" ".join(done)), features)
    if isinstance(meant, Misread):
        return last, ()
    command, words = meant
    return await _complete_option(command, words, last, caller, references)


async def _complete_option(
    command: Command[Any], words: Sequence[TypedWord], last: str, caller: Caller, references: References
) -> tuple[str, Sequence[Choice]]:
    filling = OptionFilling(command, references)
    try:
        filling.fill(words)
    except DoesNotFit:
        return last, ()
    name, colon, value = last.partition(":")
    named = filling.filled.option_named(name.casefold()) if colon else None
    option, typed = (named, value) if named is not None else (next(filling.filled.free, None), last)
    if option is None:
        return last, ()
    if option.name in command.choices:
        said = typed.casefold()
        fitting = [one for one in command.choices[option.name] if str(one.value).casefold().startswith(said)]
        return typed, fitting
    suggest = command.suggest.get(option.name)
    return typed, () if suggest is None else await suggest(caller, typed, filling.filled.named())
