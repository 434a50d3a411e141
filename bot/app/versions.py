"""The versions of this program, and the process that runs it."""

import os
import platform
import socket
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, version

from bot.platforms import Platform


def own_version() -> str:
    """Return the program's version."""
    try:
        return version("capacity-bot")
    except PackageNotFoundError:
        return "not installed"  # run from a folder


def versions(platforms: Collection[Platform]) -> tuple[str, ...]:
    """Return the versions, for people; that of discord.py only if the bot is on Discord."""
    library = (f"discord.py {version('discord.py')}",) if Platform.DISCORD in platforms else ()
    return (f"capacity-bot {own_version()}", f"Python {platform.python_version()}", *library)


def build() -> dict[str, str]:
    """Return the versions by name, for machines."""
    return {"version": own_version(), "python": platform.python_version(), "discord_py": version("discord.py")}


def this_program() -> str:
    """Return this process and its host, for people who look for it."""
    return f"process {os.getpid()} on {socket.gethostname()}"
