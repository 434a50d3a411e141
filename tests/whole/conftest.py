"""The far ends, and the settings that send the program there."""

import contextlib
import random
import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.timing_overrides import Timings
from bot.chat.slack.slack_ids import number_of
from bot.delivery.retry import Backoff
from tests.fakes.discord import Discord
from tests.fakes.slack import SlackWorkspace
from tests.fakes.useapi import FakeUseapi
from tests.storage.raw import say
from tests.whole.forks import ROOT, Forks, shared_forks
from tests.whole.program import DEADLINE, Program

GREETED = "INSERT INTO greeted_channel (channel) VALUES ({})"
SLACK_CHANNEL = number_of(SlackWorkspace().channel.id)
"""The channel that every loopback Slack begins with: its ids are counted."""

SHORT = Timings(
    edits=timedelta(seconds=0.3),
    board_edits=timedelta(seconds=0.5),
    board_reads=timedelta(seconds=0.3),
    retry=Backoff(first=timedelta(seconds=0.2), longest=timedelta(seconds=1)),
    gathering=timedelta(seconds=0.3),
    heartbeat=5.0,
    lock=0.5,
    hard_stop=DEADLINE / 2,
)
"""Timings for far ends on this machine: how long each usually is, and why, is tested where it is made.

What ends in order may take long on a busy machine, so it is not stopped as soon as usual.
"""


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord() as started:
        yield started
        assert started.problems == []


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as started:
        yield started
        assert started.problems == []


@pytest.fixture
def on_slack(slack: SlackWorkspace) -> dict[str, str]:
    """Return the settings that send the program to Slack as well."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.url,
        "SLACK_ALERT_CHANNEL_ID": slack.channel.id,
    }


@pytest.fixture
def only_slack(on_slack: dict[str, str]) -> dict[str, str]:
    """Return the settings that send the program to Slack alone."""
    return {
        **on_slack,
        **dict.fromkeys(("DISCORD_TOKEN", "DISCORD_GUILD_IDS", "ALERT_CHANNEL_ID", "ALERT_ROLE_ID"), ""),
    }


@pytest.fixture
async def useapi() -> AsyncIterator[FakeUseapi]:
    async with FakeUseapi() as started:
        yield started
        assert started.problems == []


class Bots:
    """Starts the program, again and again if need be, always in the same folder.

    Its database is up to date already, which spares every test the first start's migration, and the channels for alerts
    were greeted; a test of either removes it.

    Attributes:
        folder: Where each runs.
        settings: What each is told.
        timings: How long the parts of each leave others alone.
    """

    def __init__(self, folder: Path, discord: Discord, useapi: FakeUseapi, database: Path, forks: Forks) -> None:
        self.folder = folder
        self.timings = SHORT
        self._forks = forks
        with contextlib.closing(sqlite3.connect(shutil.copy(database, folder / "capacity.db"))) as copied, copied:
            for channel in (discord.channel.id, SLACK_CHANNEL):
                copied.execute(GREETED.format(channel))
        self.settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_GUILD_IDS": str(discord.guild.id),
            "DISCORD_API_URL": discord.url,
            "USEAPI_TOKEN": useapi.token,
            "USEAPI_URL": useapi.url,
            "ALERT_CHANNEL_ID": str(discord.channel.id),
            "ALERT_ROLE_ID": str(discord.role.id),
            "PROVIDERS": "minimax",
            "POLL_SECONDS": "0.4",
        }

    def run(self, *arguments: str, **settings: str) -> Program:
        """Make a program that runs while entered; it is forked from one that has imported the bot."""
        return Program(
            self.folder,
            {**self.settings, **settings},
            *(arguments or ("run",)),
            forks=self._forks,
            timings=self.timings,
        )

    def run_anew(self, *arguments: str, **settings: str) -> Program:
        """Make a program that runs while entered, started as a person starts it, with the usual timings."""
        ours = {"PYTHONPATH": str(ROOT)}  # not an installed one of another folder
        return Program(self.folder, {**self.settings, **settings, **ours}, *(arguments or ("run",)))


async def ready(discord: Discord) -> None:
    """Wait until the bot is connected and people can use its commands."""
    await discord.connected(within=DEADLINE)
    await discord.wait_for(lambda: discord.commands(discord.guild), within=DEADLINE)


@pytest.fixture(scope="session")
def forks(shared_folder: Path) -> Iterator[Forks]:
    with shared_forks(shared_folder) as started:
        yield started


@pytest.fixture
def bots(tmp_path: Path, discord: Discord, useapi: FakeUseapi, migrated_file: Path, forks: Forks) -> Bots:
    return Bots(tmp_path, discord, useapi, migrated_file, forks)


@pytest.fixture
async def postgres_url(postgres_url: str, discord: Discord) -> str:
    """Name a database of PostgreSQL that is up to date and empty, but that channels were greeted."""
    await say(postgres_url, *map(GREETED.format, (discord.channel.id, SLACK_CHANNEL)))
    return postgres_url


@pytest.fixture
def free_port() -> int:
    """Name a port that nobody listens at, nor will: below those that the system gives to whoever wants any."""
    while True:
        port = random.SystemRandom().randrange(10_000, 30_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
