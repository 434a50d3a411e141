"""Where something happens that is drawn: a channel, a scripted useapi.net, and a folder for the real program."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tests.fakes.discord import Discord
from tests.fakes.slack import SlackWorkspace
from tests.fakes.useapi import FakeUseapi
from tests.pictures.chat_window import ChatWindow, Shown
from tests.pictures.discord_window import DiscordWindow
from tests.pictures.scripted_minimax import LABELS, ScriptedMinimax
from tests.pictures.slack_window import SlackWindow
from tests.whole.forks import Forks
from tests.whole.program import Program

Pictures: TypeAlias = Mapping[str, Sequence[Shown]]
"""What is shown, by the picture's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a scene has at hand.

    Attributes:
        window: The channel.
        useapi: What the program asks.
        minimax: Its answers for MiniMax.
        folder: Where the program runs, and has its database.
        forks: Makes each program a fork of a process that has imported the bot, which saves seconds.
    """

    window: ChatWindow
    useapi: FakeUseapi
    minimax: ScriptedMinimax
    folder: Path
    forks: Forks

    @property
    def database(self) -> Path:
        """Return the program's database."""
        return self.folder / "capacity.db"

    def run(self, **settings: str) -> Program:
        """Make the real program, which runs while entered; settings are of the README's first hour but for these."""
        usual = {
            "USEAPI_TOKEN": self.useapi.token,
            "USEAPI_URL": self.useapi.url,
            "ACCOUNT_LABELS": LABELS,
            "PROVIDERS": "minimax",
            "POLL_SECONDS": "1",
        }
        return Program(self.folder, {**usual, **self.window.settings, **settings}, "run", forks=self.forks)

    def unwatched(self) -> Mapping[str, str]:
        """Return the settings without a watch of their own."""
        return {name: "" for name in self.window.settings if "ALERT" in name}

    async def posts(self, number: int) -> None:
        """Wait until the bot has posted so many messages."""
        await self.window.until(lambda: len(self.window.posts()) >= number)

    async def says(self, words: str) -> None:
        """Wait until one of its messages has these words, be it by an edit."""
        await self.window.until(lambda: any(words in text for text in self.window.texts()))

    def post(self, words: str) -> Shown:
        """Return the newest of its messages with these words."""
        texts = zip(self.window.texts(), self.window.posts(), strict=True)
        return [post for text, post in texts if words in text][-1]


Play: TypeAlias = Callable[[Scene], Awaitable[Pictures]]
"""Lets something happen, and returns what was seen of it."""


@asynccontextmanager
async def scene_on(platform: str, forks: Forks) -> AsyncIterator[Scene]:
    """Serve a scene on ``discord`` or ``slack``; what the bot should not have done fails it."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        useapi = await stack.enter_async_context(FakeUseapi())
        window: ChatWindow
        if platform == "slack":
            slack = await stack.enter_async_context(SlackWorkspace())
            window, problems = SlackWindow(slack), slack.problems
        else:
            discord = await stack.enter_async_context(Discord())
            window, problems = DiscordWindow(discord), discord.problems
        minimax = ScriptedMinimax(useapi)
        yield Scene(window=window, useapi=useapi, minimax=minimax, folder=Path(folder), forks=forks)
        if found := [*problems, *useapi.problems]:
            raise AssertionError(found)
