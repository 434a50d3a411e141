"""Discord's own time, from the ``Date`` of its answers: our clock may be wrong."""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp

_answers: ContextVar[list[datetime] | None] = ContextVar("_answers", default=None)


@contextlib.contextmanager
def hearing_the_time() -> Iterator[Callable[[], datetime | None]]:
    """Yield a function that returns Discord's time at the block's last answer, to the second; None before the first."""
    heard: list[datetime] = []
    token = _answers.set(heard)
    try:
        yield lambda: heard[-1] if heard else None
    finally:
        _answers.reset(token)


async def note_time(_: object, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    """Note the date of an answer, if it has one."""
    if (heard := _answers.get()) is None:
        return
    with contextlib.suppress(ValueError):  # no date, or none that can be read
        heard.append(parsedate_to_datetime(ended.response.headers.get("Date", "")).astimezone(UTC))
