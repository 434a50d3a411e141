"""Versions of the program and of what it is made of."""

import platform
from importlib.metadata import PackageNotFoundError, version

import discord


def versions() -> tuple[str, ...]:
    """Return the versions, for people."""
    try:
        own = version("capacity-bot")
    except PackageNotFoundError:
        own = "not installed"  # run from a folder
    return (f"capacity-bot {own}", f"Python {platform.python_version()}", f"discord.py {discord.__version__}")
