"""The past of an account or a provider in figures, as ``/history`` answers; not its picture (``charts``)."""

from datetime import timedelta

import discord

from bot.chat.embeds.fit import DESCRIPTION, TITLE, fit
from bot.chat.embeds.level import Level
from bot.chat.embeds.moments import clock, dated
from bot.chat.wording.account_names import PLAIN_LENGTH
from bot.chat.wording.text import amount, clip, count, duration, percent, plain
from bot.history.history_figures import HistoryFigures

SUBJECT_LENGTH = PLAIN_LENGTH + 50

NO_PICTURE = "The picture could not be drawn this time; the bot's log says more."

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def history_embed(subject: str, past: HistoryFigures, asked: timedelta, *, drawn: bool) -> discord.Embed:
    """Draw the past in figures.

    Args:
        subject: What it is the past of, not yet escaped.
        past: Its figures.
        asked: How much of it was asked for.
        drawn: Whether there is a picture.
    """
    parts = (_figures(past), "\n".join(_notes(past)), "" if drawn else f"{Level.FAULTED.sign} {NO_PICTURE}")
    embed = discord.Embed(
        title=clip(f"{plain(subject, SUBJECT_LENGTH)} · last {_span(asked)}", TITLE),
        description=fit([part for part in parts if part], str, DESCRIPTION, between="\n\n"),
        colour=Level.FREE.colour,
        timestamp=past.end,
    )
    if drawn:
        embed.set_footer(text="The times in the picture are UTC")
    return embed


def _figures(past: HistoryFigures) -> str:
    lines = [f"**Full** · {_full(past)}"]
    if past.longest_full is not None:
        stretch = past.longest_full
        when = f"{dated(stretch.start)} to {dated(stretch.end)}"
        lines.append(f"**Longest full stretch** · {duration(stretch.duration)}, {when}")
    if past.busiest_hour is not None:
        lines.append(f"**Busiest hour** · {dated(past.busiest_hour)} to {clock(past.busiest_hour + _HOUR)}")
    return "\n".join([*lines, f"**Jobs seen** · {_jobs(past)}"])


def _full(past: HistoryFigures) -> str:
    if past.full is None:
        return "not known"
    return (
        f"{percent(past.full)} of the time, {duration(past.full * past.observed_time)} in all" if past.full else "never"
    )


def _jobs(past: HistoryFigures) -> str:
    if not past.jobs:
        return "none"
    if past.median is None or past.p90 is None:
        return f"{amount(past.jobs)}; none was seen to end"
    longest = f"half of them took at most {duration(past.median)}, nine in ten at most {duration(past.p90)}"
    return f"{amount(past.jobs)}; {longest}"


def _notes(past: HistoryFigures) -> list[str]:
    """Say what the figures leave out."""
    unknown = (past.end - past.start) - past.observed_time
    notes = []
    if unknown > timedelta():
        part = percent(unknown / (past.end - past.start))
        notes.append(f"Nothing is known of {part} of the time ({duration(unknown)}); no figure counts it.")
    if past.incomplete:
        notes.append(f"For {percent(past.incomplete)} of the rest an account was unknown; its slots are left out.")
    return notes


def _span(asked: timedelta) -> str:
    if asked > _DAY and not asked % _DAY:
        return count(asked // _DAY, "day")
    return count(asked // _HOUR, "hour")
