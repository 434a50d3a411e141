"""The keyboard: lines are typed below the chat."""

import sys
from collections.abc import AsyncGenerator, Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout
from typing_extensions import override

from bot.chat.terminal.dialogue import Dialogue
from bot.chat.terminal.transcript import YOU

_HINT = " / and Tab: commands · what stands in [ ] can be typed · help · quit"
_MENU_LINES = 5


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
