"""The keyboard: lines typed below a chat that goes on above them."""

import sys
from collections.abc import Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout
from typing_extensions import override

from bot.chat.account_lookup import AccountLookup
from bot.chat.terminal.chat import YOU
from bot.chat.terminal.completion import choices
from bot.chat.terminal.conversation import Conversation

_HINT = " /capacity · /jobs · /history · /notify · /board · refresh · page · help · quit"
_MENU_LINES = 5


def somebody_is_there() -> bool:
    """Tell whether there is a keyboard to read and a screen to write on."""
    return sys.stdin.isatty() and sys.stdout.isatty()


async def converse(conversation: Conversation) -> None:
    """Read lines and answer them, until somebody quits."""
    keyboard = PromptSession[str](
        completer=_Choices(conversation.subjects), bottom_toolbar=_HINT, reserve_space_for_menu=_MENU_LINES
    )
    with patch_stdout(raw=True):  # what is printed meanwhile appears above the line that is being typed
        while True:
            try:
                # Signals are __main__'s: prompt_toolkit would take its handler of SIGINT away for good.
                line = await keyboard.prompt_async([("bold", YOU)], handle_sigint=False)
            except (EOFError, KeyboardInterrupt):
                return
            if not await conversation.reply(line):
                return


class _Choices(Completer):
    def __init__(self, subjects: AccountLookup) -> None:
        self._subjects = subjects

    @override
    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        typed, suggestions = choices(document.text_before_cursor, self._subjects)
        for one in suggestions:
            yield Completion(str(one.value), start_position=-len(typed), display=one.label)
