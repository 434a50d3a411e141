"""What this program is: its versions, and the process that runs it."""

import os
import platform
import socket
from importlib.metadata import PackageNotFoundError, version

import discord


def versions() -> tuple[str, ...]:
    """Return the versions, for people."""
    try:
        own = version("capacity-bot")
    except PackageNotFoundError:
        own = "not installed"  # run from a folder
    return (f"capacity-bot {own}", f"Python {platform.python_version()}", f"discord.py {discord.__version__}")


def this_program() -> str:
    """Return the process and its host, for people who look for it."""
    return f"process {os.getpid()} on {socket.gethostname()}"
