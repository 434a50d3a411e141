"""Reads a job's account, kind and start from its id, at the providers whose ids hold them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TypeAlias

from bot.accounts.job import JobKind
from bot.providers.lenient_values import NAME_LENGTH

KINDS = {kind.value: kind for kind in JobKind}
"""Every kind by its word in ids and in ``type``."""

IdParts: TypeAlias = tuple[str | None, JobKind | None]
"""A job's account and kind; None for what its id does not say."""

Stamp: TypeAlias = tuple[datetime | None, JobKind | None]
"""A job's start and kind; None for what its id does not say."""

_PLACEHOLDERS: Mapping[str, str] = {
    "<user>": r"[^:]+?",
    # Greedy, so that it ends at the last marker: an e-mail address may hold text that looks like one.
    "<account>": r"(?P<account>.+)",
    "<kind>": r"(?P<kind>[a-z]+)",
    "<id>": r".*",
    "<number>": r"\d+",
}


@cache
def id_pattern(form: str) -> re.Pattern[str]:
    """Return a form of ids as a pattern with the groups ``account`` and ``kind``, empty if the form has none.

    Args:
        form: Such as ``user:<user>-minimax:<account>-<kind>:<id>``; ``<number>`` alone is a JSON number.
    """
    parts = re.split(r"(<\w+>)", form)
    pattern = "".join(_PLACEHOLDERS.get(part) or re.escape(part) for part in parts)
    missing = "".join(f"(?P<{name}>)" for name in ("account", "kind") if f"<{name}>" not in form)
    return re.compile(pattern + missing)


def id_reader(form: str | None) -> Callable[[str], IdParts] | None:
    """Return a function that reads the ids of one answer; None if they say nothing.

    The function caches what it read: an account's jobs have ids that differ only in their end if the form ends with
    ``:<id>``. That halves the time for thousands of jobs.
    """
    if form is None or ("<account>" not in form and "<kind>" not in form):
        return None
    pattern, differ_at_end = id_pattern(form), form.endswith(":<id>")
    known: dict[str, IdParts] = {}

    def read(job: str) -> IdParts:
        stem = job.rpartition(":")[0] if differ_at_end else job
        parts = known.get(stem)
        if parts is None:
            parts = known[stem] = _parts(pattern.fullmatch(job))
        return parts

    return read


def _parts(match: re.Match[str] | None) -> IdParts:
    if match is None:
        return None, None
    account = match["account"].strip()
    return (account if 0 < len(account) <= NAME_LENGTH else None), KINDS.get(match["kind"])


_LETTERS: Mapping[str, JobKind] = {
    "v": JobKind.VIDEO,
    "i": JobKind.IMAGE,
    "m": JobKind.MUSIC,
    "t": JobKind.AUDIO,
    "s": JobKind.AUDIO,
}
"""The kind by the letter that ends a stamp: ``t`` is speech, ``s`` the stems of a song."""

_STAMP_DIGITS = 13
"""Month, day, hour, minute, second and milliseconds; or the milliseconds since 1970."""
_AHEAD = timedelta(days=1)
"""How far a stamp may lie in the future, as clocks disagree, before it is taken for last year's."""
_YEARS = 8
"""Number of years that are tried: between two 29ths of February there may be as many."""
_REMEMBERED = 16_384
"""Maximum number of cached stamps: a job is looked at some dozen times while it runs."""


@lru_cache(maxsize=_REMEMBERED)
def read_stamp(job: str, today: date) -> Stamp:
    """Return the start and the kind that a job's id begins with; only the kind if no year has such a day.

    ``j0102030405678240036v-u100-…`` started on January 2nd at 03:04:05.678 UTC, then comes a random number and the
    kind's letter. The year is not said: it is the newest one that does not lie in the future. No page states this; the
    samples that show an id beside its ``created`` agree, such as those of
    https://useapi.net/docs/api-acemusic-v1/get-acemusic-jobs and https://useapi.net/docs/api-muse-v1/get-muse-jobs.
    ``j1767323045678v-…`` has milliseconds since 1970: https://useapi.net/docs/api-google-flow-v1/get-google-flow-jobs.
    """
    head, _, user = job.partition("-u")
    digits = head[1:-1]
    kind = _LETTERS.get(head[-1:])
    if head[:1] != "j" or kind is None or not user[:1].isdecimal() or not (digits.isascii() and digits.isdecimal()):
        return None, None
    if len(digits) < _STAMP_DIGITS:
        return None, None
    latest = today + _AHEAD
    years = range(latest.year, latest.year - _YEARS - 1, -1) if len(digits) > _STAMP_DIGITS else [None]
    starts = (_start(digits, year) for year in years)
    return next((start for start in starts if start is not None and start.date() <= latest), None), kind


def _start(digits: str, year: int | None) -> datetime | None:
    """Read the digits of a stamp: milliseconds if ``year`` is None, else a moment of that year; None if it has none."""
    if year is None:
        return datetime.fromtimestamp(int(digits) / 1000, UTC)
    try:
        return datetime.fromisoformat(f"{year}{digits[:4]}T{digits[4:10]}.{digits[10:13]}+00:00")
    except ValueError:  # this year, or any year, has no such day
        return None
