"""What every test may ask for, how long properties are tried, and what a test of each ring may touch.

``HYPOTHESIS_PROFILE=thorough`` tries every property a thousand times. ``--asyncio-debug`` shows where a coroutine that
nobody awaited was made; tests of a database take twice as long.
"""

import asyncio
import gc
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import Context
from importlib import import_module
from threading import get_ident
from typing import TypeVarTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import text
from typing_extensions import override

# How long an example takes says how busy the machine is; failing for that, Hypothesis prints the example for minutes.
_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", _UNHURRIED, max_examples=12)
settings.register_profile("thorough", _UNHURRIED, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

pytest_plugins = ["tests.compiled_statements", "tests.databases", "tests.rings"]

_OBJECTS = 50_000
"""Made since the last collection, before the next: at Python's own 700, a twentieth of the time was spent looking."""

gc.disable()  # until all is imported and collected: none of it is garbage, and to look through it takes a second


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import the last test first in every other process: in a new checkout, each then compiles half, and not all."""
    if int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 2:
        for file in reversed(session.config.args):
            with suppress(Exception, pytest.skip.Exception):  # who collects the file says what is wrong with it
                import_module(file.removesuffix(".py").replace("/", "."))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Make ready what workers share, and leave all that is there now out of every collection."""
    if any(item.get_closest_marker("hypothesis") for item in session.items):
        _learn_unicode()
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    gc.enable()


@settings(max_examples=1, database=None)
@given(text())
def _learn_unicode(_: str) -> None:
    """Have Hypothesis list all characters: in a new checkout, each worker would spend two seconds on it."""


Ts = TypeVarTuple("Ts")


def _wrong_thread() -> RuntimeError:
    return RuntimeError("a thread other than the loop's must use call_soon_threadsafe")


class OneThreadLoop(asyncio.SelectorEventLoop):
    """Refuses work from other threads, as asyncio's debug mode does, without the price of its tracebacks."""

    def __init__(self) -> None:
        super().__init__()
        self._made_in = get_ident()

    @override
    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        if get_ident() != self._made_in:
            raise _wrong_thread()
        return super().call_soon(callback, *args, context=context)

    @override
    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        if get_ident() != self._made_in:
            raise _wrong_thread()
        return super().call_at(when, callback, *args, context=context)


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run every test in the loop above on GitHub; elsewhere in asyncio's own, which spares a thirtieth of the time."""
    return {"one thread": OneThreadLoop} if "CI" in os.environ else {"asyncio's own": asyncio.SelectorEventLoop}
