"""Moments and spans that Discord writes in the reader's own zone and language; how long ago one was is ``words.ago``.

They work in descriptions and field values, not in titles, footers and the choices of an autocompletion
(https://discord.com/developers/docs/reference#message-formatting-timestamp-styles).
"""

from datetime import datetime


def clock(at: datetime) -> str:
    """Say a moment as a clock shows it: ``14:05``."""
    return f"<t:{int(at.timestamp())}:t>"


def exact(at: datetime) -> str:
    """Say a moment to the second: ``14:05:09``."""
    return f"<t:{int(at.timestamp())}:T>"


def dated(at: datetime) -> str:
    """Say a moment with its day: ``15 May 2026 14:05``."""
    return f"<t:{int(at.timestamp())}:f>"
