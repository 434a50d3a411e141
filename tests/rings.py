"""Which ring each test is in, by what it costs, and what a fast one may not touch.

::

    fast    pure: no process, no socket, no database, no file written outside of the test's own folder
    edges   real sockets, SQLite and PostgreSQL, renderers with their golden files, simulations of seconds
    whole   the real program in a process of its own, against loopback far ends
    tools   tests of benches, the fakes' own rules, chaos and mutations, and minutes of waiting: nightly, or by hand

A folder's ring is its files' ring, unless a file is named itself: the longest path that fits decides.
"""

import functools
import os
import sys
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent


class Ring(StrEnum):
    """What a test costs, the cheapest first."""

    FAST = "fast"
    EDGES = "edges"
    WHOLE = "whole"
    TOOLS = "tools"


RINGS: dict[str, Ring] = {
    "tests": Ring.FAST,
    "tests/test_dockerfile.py": Ring.EDGES,
    "tests/test_forked_workers.py": Ring.EDGES,
    "tests/test_systemd_unit.py": Ring.EDGES,
    "tests/app": Ring.EDGES,
    "tests/app/test_check_program.py": Ring.WHOLE,
    "tests/app/test_demo.py": Ring.WHOLE,
    "tests/app/test_run_program.py": Ring.WHOLE,
    "tests/bench": Ring.TOOLS,
    "tests/boards": Ring.EDGES,
    "tests/boards/test_board_content.py": Ring.FAST,
    "tests/chaos": Ring.TOOLS,
    "tests/charts": Ring.EDGES,
    "tests/chat/account/test_account_handler.py": Ring.EDGES,
    "tests/chat/board/test_board_handler.py": Ring.EDGES,
    "tests/chat/discord": Ring.EDGES,
    "tests/chat/discord/test_message_limits.py": Ring.FAST,
    "tests/chat/history/test_history_handler.py": Ring.EDGES,
    "tests/chat/mute/test_mute_buttons.py": Ring.EDGES,
    "tests/chat/mute/test_mute_commands.py": Ring.EDGES,
    "tests/chat/mute/test_mute_notes.py": Ring.EDGES,
    "tests/chat/mute/test_unmute_buttons.py": Ring.EDGES,
    "tests/chat/notify/test_notify_buttons.py": Ring.EDGES,
    "tests/chat/notify/test_notify_commands.py": Ring.EDGES,
    "tests/chat/notify/test_wait_obstacles.py": Ring.EDGES,
    "tests/chat/report/test_report_handler.py": Ring.EDGES,
    "tests/chat/report/test_schedule_commands.py": Ring.EDGES,
    "tests/chat/slack/test_alert_delivery.py": Ring.EDGES,
    "tests/chat/slack/test_alert_edits.py": Ring.EDGES,
    "tests/chat/slack/test_alert_search.py": Ring.EDGES,
    "tests/chat/slack/test_app_home.py": Ring.EDGES,
    "tests/chat/slack/test_button_presses.py": Ring.EDGES,
    "tests/chat/slack/test_channel_checks.py": Ring.EDGES,
    "tests/chat/slack/test_channel_directory.py": Ring.EDGES,
    "tests/chat/slack/test_command_form.py": Ring.EDGES,
    "tests/chat/slack/test_member_rights.py": Ring.EDGES,
    "tests/chat/slack/test_picture_upload.py": Ring.EDGES,
    "tests/chat/slack/test_platform_health.py": Ring.EDGES,
    "tests/chat/slack/test_private_notices.py": Ring.EDGES,
    "tests/chat/slack/test_slash_command.py": Ring.EDGES,
    "tests/chat/slack/test_socket_connection.py": Ring.EDGES,
    "tests/chat/slack/test_socket_refusals.py": Ring.EDGES,
    "tests/chat/slack/test_web_api.py": Ring.EDGES,
    "tests/chat/slack/test_workspace_cache.py": Ring.EDGES,
    "tests/chat/terminal/test_dialogue.py": Ring.EDGES,
    "tests/chat/test_two_platforms.py": Ring.EDGES,
    "tests/chat/watch/test_watch_add.py": Ring.EDGES,
    "tests/chat/watch/test_watch_choices.py": Ring.EDGES,
    "tests/chat/watch/test_watch_edit.py": Ring.EDGES,
    "tests/chat/watch/test_watch_list.py": Ring.EDGES,
    "tests/chat/why/test_why_handler.py": Ring.EDGES,
    "tests/compose": Ring.EDGES,
    "tests/delivery": Ring.EDGES,
    "tests/delivery/test_uptime.py": Ring.FAST,
    "tests/fakes": Ring.TOOLS,
    "tests/health": Ring.EDGES,
    "tests/history/test_forecast_calibration.py": Ring.EDGES,
    "tests/history/test_history_recorder.py": Ring.EDGES,
    "tests/logs": Ring.EDGES,
    "tests/mutations": Ring.TOOLS,
    "tests/mutations/test_faults.py": Ring.FAST,
    "tests/promise": Ring.EDGES,
    "tests/providers/test_allowed_paths.py": Ring.EDGES,
    "tests/providers/test_body_download.py": Ring.EDGES,
    "tests/providers/test_broken_answers.py": Ring.EDGES,
    "tests/providers/test_http_error_sentences.py": Ring.EDGES,
    "tests/providers/test_provider.py": Ring.EDGES,
    "tests/providers/test_useapi_client.py": Ring.EDGES,
    "tests/reports/test_report_sender.py": Ring.EDGES,
    "tests/simulation/test_simulated_server.py": Ring.EDGES,
    "tests/soak": Ring.TOOLS,
    "tests/storage": Ring.EDGES,
    "tests/storage/test_emptied_database.py": Ring.TOOLS,
    "tests/storage/test_migrations.py": Ring.FAST,
    "tests/subscriptions/test_mute.py": Ring.EDGES,
    "tests/subscriptions/test_paused_channels.py": Ring.EDGES,
    "tests/subscriptions/test_watch_registry.py": Ring.EDGES,
    "tests/waitlist/test_waitlist.py": Ring.EDGES,
    "tests/waitlist/test_waitlist_failures.py": Ring.EDGES,
    "tests/whole": Ring.WHOLE,
    "tests/whole/test_long_waits.py": Ring.TOOLS,
}

LONG = frozenset(
    {
        "tests/whole/test_gateway.py",
        "tests/whole/test_hard_stop.py",
        "tests/whole/test_provider_outages.py",
        "tests/whole/test_two_programs.py",
    }
)
"""Files whose tests wait the longest: they come first, or a run would end with one of them alone.

The demo is not among them: its story is told in seconds, and the first are those in which the most starts at once.
"""

_FORBIDDEN = {
    "os.fork": "start a process",
    "os.forkpty": "start a process",
    "os.posix_spawn": "start a process",
    "os.system": "start a process",
    "socket.bind": "listen at a socket",
    "socket.connect": "connect a socket",
    "socket.getaddrinfo": "resolve a name",
    "sqlite3.connect": "open a database",
    "subprocess.Popen": "start a process",
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_TEMPORARY = tempfile.gettempdir()


def _inside(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def ring_of(path: Path) -> Ring:
    """Return the ring of a test's file."""
    inside = PurePosixPath(_inside(path))
    return next(RINGS[place] for place in map(str, (inside, *inside.parents)) if place in RINGS)


def files_of(*rings: Ring) -> list[str]:
    """List the test files of some rings, relative to the project's folder."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if ring_of(file) in rings]


class TooCostlyError(Exception):
    """A fast test tries what no fast test may."""


class _Guard:
    """Refuses what a fast test may not do, and notes it: the code under test may swallow the refusal."""

    def __init__(self) -> None:
        self.on = False
        self.refused: list[str] = []

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """Called with everything that Python is about to do."""
        if not self.on:
            return
        wrong = _FORBIDDEN.get(event)
        if event == "open" and _written_elsewhere(args):
            wrong = f"write to {args[0]}"
        if wrong is not None:
            self.refused.append(wrong)
            raise TooCostlyError(f"A fast test may not {wrong}: tests/rings.py says which ring a test is in.")


def _written_elsewhere(args: tuple[object, ...]) -> bool:
    path, _, flags = args
    if not isinstance(flags, int) or not flags & _WRITES or not isinstance(path, str | bytes):
        return False
    file = Path(os.path.realpath(os.fsdecode(path)))
    if file.is_relative_to(ROOT):
        return ".hypothesis" not in file.parts and "__pycache__" not in file.parts
    return not file.is_relative_to(_TEMPORARY) and str(file) != os.devnull


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests first, fast ones last, whose guard slows down what comes after them.

    Those of the real program wait for a process, step by step, and are given longer.
    """
    items.sort(key=lambda item: (ring_of(item.path) is Ring.FAST, _inside(item.path) not in LONG))
    for item in items:
        if ring_of(item.path) is Ring.WHOLE and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(600))


guard = _Guard()


@functools.cache
def _set_guard() -> None:
    """Have it called from now on, for good: a run without fast tests is spared that."""
    sys.addaudithook(guard)


@pytest.fixture(autouse=True)
def ring(request: pytest.FixtureRequest) -> Iterator[Ring]:
    """Keep a fast test fast."""
    found = ring_of(request.path)
    guard.refused.clear()
    if found is Ring.FAST:
        _set_guard()
        guard.on = True
    try:
        yield found
    finally:
        guard.on = False
    assert guard.refused == []
