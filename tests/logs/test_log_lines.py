"""How a line of the log looks, and that untrusted text forges none."""

import json
import logging
import re
import warnings

import pytest

from tests.logs.conftest import TOKEN, Form, Start
from tests.rows import each_row

LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z (?P<level>[A-Z]+) (?P<name>[\w.]+): (?P<message>.*)$")


def test_a_line_says_when_in_utc_how_bad_and_who(start: Start) -> None:
    stream = start()
    record = logging.makeLogRecord(
        {
            "name": "bot.polling.all_pollers",
            "levelname": "INFO",
            "levelno": 20,
            "msg": "%s is %s",
            "args": ("kling", "back"),
        }
    )
    record.created = 1795176000.1234
    logging.getLogger("bot.polling.all_pollers").handle(record)
    assert stream.getvalue() == "2026-11-20 12:00:00.123Z INFO polling.all_pollers: kling is back\n"


def test_json_is_an_object_a_line_with_the_extra_fields(start: Start) -> None:
    stream = start("json")
    logging.getLogger("bot.polling.all_pollers").info(
        "%s is back", "kling", extra={"looks": 3, "seen": [TOKEN, {TOKEN: 1.5}, None]}
    )
    line = json.loads(stream.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00", line.pop("at"))
    assert line == {
        "level": "INFO",
        "logger": "polling.all_pollers",
        "message": "kling is back",
        "looks": 3,
        "seen": ["[secret]", {"[secret]": 1.5}, None],
    }


def test_setting_up_again_replaces_the_log(start: Start) -> None:
    first, second = start(), start()
    logging.getLogger("bot").info("hello")
    assert first.getvalue() == ""
    assert second.getvalue().count("hello") == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_text_of_others_forges_no_line(start: Start, form: Form) -> None:
    stream = start(form)
    forged = "2026-11-20 12:00:00.000Z INFO watcher: all is well"
    for between in ("\n", "\r\n", "\u2028", "\x85", "\x1b[2K\r", "\u202e"):
        error = ValueError(f"bad{between}{forged}")
        logging.getLogger("bot.chat").error("said%s%s", between, forged, exc_info=error)
    lines = stream.getvalue().split("\n")
    assert sum(line.startswith("2026-11-20 12:00:00.000Z") for line in lines) == 0
    assert sum(bool(LINE.match(line) or line.startswith("{")) for line in lines) == 6
    assert all(line.isprintable() for line in lines)


def test_arguments_that_do_not_fit_cost_no_line(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    stream = start()
    logging.getLogger("bot").info("%s and %s", TOKEN)  # noqa: PLE1206 - that they do not fit is the point
    assert stream.getvalue().endswith("INFO bot: %s and %s (arguments left out: TypeError)\n")
    assert capsys.readouterr() == ("", "")


@each_row(
    ("level", "name", "said", "written"),
    [
        ("info", "bot.polling.all_pollers", logging.INFO, True),
        ("info", "bot.polling.all_pollers", logging.DEBUG, False),
        ("debug", "bot.polling.all_pollers", logging.DEBUG, True),
        ("debug", "discord.gateway", logging.INFO, False),
        ("debug", "sqlalchemy.engine.Engine", logging.INFO, False),
        ("debug", "aiohttp.access", logging.INFO, False),
        ("info", "discord.http", logging.WARNING, True),
        ("error", "discord.http", logging.WARNING, False),
        ("error", "bot.polling.all_pollers", logging.WARNING, False),
    ],
)
def test_ours_begin_at_the_level_and_libraries_at_warnings(
    start: Start, level: str, name: str, said: int, *, written: bool
) -> None:
    stream = start(level=level)
    logging.getLogger(name).log(said, "hello")
    assert bool(stream.getvalue()) == written


@pytest.mark.parametrize(("level", "traceback"), [("info", False), ("debug", True)])
def test_a_lost_connection_is_one_line(start: Start, level: str, *, traceback: bool) -> None:
    stream = start(level=level)
    gone = ConnectionResetError("gone\nfor good")
    logging.getLogger("discord.client").error("Attempting a reconnect in %.2fs", 1.5, exc_info=gone)
    assert ("\n    ConnectionResetError: gone\n" in stream.getvalue()) == traceback
    if not traceback:
        message = r"Discord: connecting again in 1.50 s: ConnectionResetError: gone\nfor good"
        assert stream.getvalue().endswith(f"WARNING discord.client: {message}\n")


def test_warnings_go_the_same_way(start: Start) -> None:
    stream = start()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        stream = start()
        warnings.warn(f"{TOKEN} is old", DeprecationWarning, stacklevel=1)
    assert "WARNING py.warnings:" in stream.getvalue()
    assert "[secret] is old" in stream.getvalue()
