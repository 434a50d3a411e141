"""The Home tab: free slots, shown when a member opens it and kept current for some minutes.

It replaces the bot's status on Discord, which Slack doesn't have. https://docs.slack.dev/surfaces/app-home
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from bot.chat.feature import Caller, Command
from bot.chat.message import Message
from bot.chat.slack import block_limits as limits
from bot.chat.slack.answer_delivery import AnsweringParts
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.command_form import options_from
from bot.chat.slack.modal_views import view_blocks
from bot.chat.slack.slack_words import USUAL_WORDS, WorkspaceWords
from bot.chat.slack.span_markup import Json
from bot.errors import BadInput

SHOWN = "capacity"
"""The command whose answers the tab shows."""

EVERY = 60.0
"""Seconds between updates; ``views.publish`` allows some 100 calls a minute."""

OPEN_FOR = 900.0
"""Seconds for which the tab is kept current: Slack does not say when a member leaves it."""

MOST_READERS = 50

MOST_PROVIDERS = 8

log = logging.getLogger(__name__)


class AppHome:
    """Shows the Home tab.

    Args:
        parts: The parts that make answers.
        monotonic: A monotonic clock, in seconds.
        sleep: Sleeps for a number of seconds.
    """

    def __init__(
        self,
        parts: AnsweringParts,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._parts = parts
        self._monotonic = monotonic
        self._sleep = sleep
        self._readers: dict[tuple[str, str], float] = {}

    async def opened(self, team: str, user: str) -> None:
        """Show the tab to a member who opened it, and keep it current."""
        self._readers.pop((team, user), None)
        self._readers[team, user] = self._monotonic()
        while len(self._readers) > MOST_READERS:
            del self._readers[next(iter(self._readers))]
        await self.publish(team, user)

    async def publish(self, team: str, user: str) -> None:
        """Show the tab as it is now."""
        try:
            admitted = await self._parts.rights.admit(team, user)
            messages = await self._messages(admitted.caller)
        except BadInput as refusal:
            messages = [self._parts.dispatcher.refusal(refusal.said)]
        with contextlib.suppress(SlackTrouble):  # it is updated in a minute, or when it is opened again
            try:
                await self._parts.api.call(
                    "views.publish",
                    user_id=user,
                    view=draw_home(messages, words=self._parts.workspace.words),
                )
            except SlackRefused as problem:
                log.warning("The Home tab could not be shown: %s", problem)

    async def keep_current(self) -> None:
        """Update the tab of members who opened it lately, until cancelled."""
        while True:
            await self._sleep(EVERY)
            oldest = self._monotonic() - OPEN_FOR
            self._readers = {who: at for who, at in self._readers.items() if at > oldest}
            for team, user in tuple(self._readers):
                try:
                    await self.publish(team, user)
                except Exception:  # one tab that can't be drawn leaves the others, and the connection, as they are
                    log.exception("A Home tab could not be shown; please report it.")

    async def _messages(self, caller: Caller) -> list[Message]:
        """Return the overview if there are several providers, then each provider with its accounts."""
        command = self._parts.dispatcher.commands.get(SHOWN)
        if command is None:
            return [self._parts.dispatcher.outdated()]
        named = [{"provider": name} for name in await _providers(command, caller)]
        questions = named if len(named) == 1 else [{}, *named]
        asked = (self._parts.dispatcher.run(command, caller, options_from(command, texts)) for texts in questions)
        return await asyncio.gather(*asked)  # at once, since each answer waits for its provider if that hangs


async def _providers(command: Command[Any], caller: Caller) -> Sequence[str]:
    """Return the providers that are set up, as the command suggests them."""
    suggest = command.suggest.get("provider")
    found = () if suggest is None else await suggest(caller, "", {})
    return [str(one.value) for one in found][:MOST_PROVIDERS]


def draw_home(messages: Iterable[Message], *, words: WorkspaceWords = USUAL_WORDS) -> dict[str, object]:
    """Draw messages below one another as the App Home: https://docs.slack.dev/reference/views/home-tab-views.

    Blocks beyond a view's limit are left out.
    """
    blocks: list[Json] = []
    for message in messages:
        blocks += [*([{"type": "divider"}] if blocks else []), *view_blocks(message, words)]
    return {"type": "home", "blocks": blocks[: limits.VIEW_BLOCKS]}
