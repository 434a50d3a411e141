"""The environment for child processes: without the bot's tokens, and whatever else is not theirs."""

import os

_HANDED_ON = frozenset(
    {"HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT"}
    | {"TEMP", "TMP", "TMPDIR", "TZ", "USERPROFILE", "VIRTUAL_ENV", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}
)
"""What Python and matplotlib need."""


def child_environment() -> dict[str, str]:
    """Return the part of the environment that a child process needs."""
    return {name: value for name, value in os.environ.items() if name.upper() in _HANDED_ON}
