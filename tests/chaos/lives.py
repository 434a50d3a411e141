"""The bot's processes, one after the other in the same folder, and what they said; not when they die (``dying``)."""

import contextlib
import signal
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from tests.chaos.accounts import NAMES, Accounts
from tests.fakes.discord import Discord
from tests.fakes.slack import SlackWorkspace
from tests.whole.program import Program

ROOT = Path(__file__).parents[2]


class Lives:
    """Starts the bot that these tests lie beside.

    Args:
        folder: Where each process runs and finds the database of the one before.
        discord: Where it speaks.
        useapi: Where it looks.
        database: The address of its database; None for the file in the folder.
        slack: Where it speaks as well; None for Discord alone.

    Attributes:
        database: The address of its database.
    """

    def __init__(
        self,
        folder: Path,
        discord: Discord,
        useapi: Accounts,
        database: str | None = None,
        slack: SlackWorkspace | None = None,
    ) -> None:
        self.number = 0
        self.said: list[str] = []
        self.surprises: list[str] = []
        self.database = database or f"sqlite+aiosqlite:///{folder}/capacity.db"
        self._folder = folder
        self._useapi = useapi
        self._settings: Mapping[str, str] = {
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": discord.token,
            "DISCORD_GUILD_IDS": str(discord.guild.id),
            "DISCORD_API_URL": discord.url,
            "USEAPI_TOKEN": useapi.token,
            "ALERT_CHANNEL_ID": str(discord.channel.id),
            "ALERT_ROLE_ID": str(discord.role.id),
            "PROVIDERS": ",".join(NAMES),
            "POLL_SECONDS": "1",
            "FLAPPING_CHANGES": "0",
            "SHOW_ACCOUNTS": "full",
            "LOG_LEVEL": "info",
            **({} if database is None else {"DATABASE_URL": database}),
            **({} if slack is None else _of_slack(slack)),
        }

    @contextlib.asynccontextmanager
    async def another(self) -> AsyncIterator[Program]:
        """Run a process while entered; leaving kills it, and notes it where it had ended by itself."""
        self.number += 1
        number = self.number
        settings = {**self._settings, "USEAPI_URL": self._useapi.expect(number)}
        program = Program(self._folder, settings, "run")
        try:
            async with program:
                yield program
                with contextlib.suppress(TimeoutError):
                    code = await program.ends(within=0.01)
                    if code and code != -signal.SIGKILL:
                        self.surprises.append(f"life {number} ended by itself with exit code {code}")
        finally:
            self.said += [f"--- life {number}", *program.lines]


def _of_slack(slack: SlackWorkspace) -> Mapping[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.url,
        "SLACK_ALERT_CHANNEL_ID": slack.channel.id,
    }
