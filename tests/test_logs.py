"""The log: how a line looks, and that no secret gets in, whoever logs it and however it is spelt there."""

import asyncio
import gc
import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import quote, quote_plus

import aiohttp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from bot.logs import redaction, set_up_logging

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GhIjKl.abcdefghijklmnopqrstuvwxyz0123456789AB"
PASSWORD = 'p@ss/w"rd\\é'
LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z (?P<level>[A-Z]+) (?P<name>[\w.]+): (?P<message>.*)$")
Form = Literal["text", "json"]
Start = Callable[..., io.StringIO]


@pytest.fixture
def start() -> Iterator[Start]:
    """Set the log up into a buffer; afterwards put back what pytest had there."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, ours.level, logging.raiseExceptions)
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)

    def begin(form: Form = "text", level: str = "info") -> io.StringIO:
        stream = io.StringIO()
        set_up_logging(level=level, form=form, secrets=[TOKEN, PASSWORD, ""], stream=stream)
        return stream

    yield begin
    logging.captureWarnings(capture=False)
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])
    logging.raiseExceptions = before[3]
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


def test_a_line_says_when_in_utc_how_bad_and_who(start: Start) -> None:
    stream = start()
    record = logging.makeLogRecord(
        {"name": "bot.polling.poller", "levelname": "INFO", "levelno": 20, "msg": "%s is %s", "args": ("kling", "back")}
    )
    record.created = 1795176000.1234
    logging.getLogger("bot.polling.poller").handle(record)
    assert stream.getvalue() == "2026-11-20 12:00:00.123Z INFO polling.poller: kling is back\n"


def test_json_is_an_object_a_line_with_the_extra_fields(start: Start) -> None:
    stream = start("json")
    logging.getLogger("bot.polling.poller").info(
        "%s is back", "kling", extra={"looks": 3, "seen": [TOKEN, {TOKEN: 1.5}, None]}
    )
    line = json.loads(stream.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00", line.pop("at"))
    assert line == {
        "level": "INFO",
        "logger": "polling.poller",
        "message": "kling is back",
        "looks": 3,
        "seen": ["[secret]", {"[secret]": 1.5}, None],
    }


def of_a_url() -> None:
    async def ask() -> None:
        async with aiohttp.ClientSession() as session, session.get(f"http://[{TOKEN}"):
            pass

    asyncio.run(ask())


def of_a_header() -> None:
    async def ask() -> None:
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}\n"}) as session:
            await session.get("http://127.0.0.1:1")

    asyncio.run(ask())


def of_a_statement() -> None:
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            connection.execute(text("select * from nowhere where token = :token"), {"token": PASSWORD})
    finally:
        engine.dispose()


def of_a_chain() -> None:
    try:
        of_a_url()
    except ValueError as error:
        raise RuntimeError(f"could not ask as {TOKEN}") from error


def of_a_group() -> None:
    raise ExceptionGroup("several", [ValueError(TOKEN), KeyError(PASSWORD)])


def of_bytes() -> None:
    raise ValueError(repr(PASSWORD.encode()), quote(PASSWORD), json.dumps(PASSWORD))


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("failure", [of_a_url, of_a_header, of_a_statement, of_a_chain, of_a_group, of_bytes])
def test_a_librarys_traceback_holds_no_secret(start: Start, form: Form, failure: Callable[[], None]) -> None:
    stream = start(form)
    try:
        failure()
    except Exception as error:
        logging.getLogger("discord.http").error("as %s: %r", TOKEN, error, exc_info=error, stack_info=True)
    written = stream.getvalue()
    assert "Traceback" in written
    assert "Stack (most recent call last)" in written
    assert "[secret]" in written
    assert_clean(written)
    if form == "json":
        assert_clean(json.dumps(json.loads(written), ensure_ascii=False))


def assert_clean(written: str) -> None:
    assert TOKEN not in written
    assert "abcdefghijkl" not in written
    assert not re.search(r"p(@|%40)ss", written)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"Bot {TOKEN}!", "Bot [secret]!"),
        (quote(PASSWORD, safe=""), "[secret]"),
        ("postgresql+asyncpg://bot:abc@h/n", "postgresql+asyncpg://bot:[secret]@h/n"),
        ("postgresql+asyncpg://h/n?password=abc&ssl=no", "postgresql+asyncpg://h/n?password=[secret]&ssl=no"),
        ("/webhooks/12/aW50ZXJhY3Rpb246MTIzNDU2?wait=1", "/webhooks/12/[secret]?wait=1"),
        ("/interactions/12/aW50ZXJhY3Rpb246MTIzNDU2/callback", "/interactions/12/[secret]/callback"),
        ("/channels/12/messages/345678901234567890123", "/channels/12/messages/345678901234567890123"),
        ("nothing to see", "nothing to see"),
    ],
)
def test_only_secrets_are_cut_out(said: str, written: str) -> None:
    assert redaction([TOKEN, PASSWORD, "abc", ""])(said) == written


def test_a_secret_that_begins_like_another_is_cut_whole() -> None:
    assert redaction(["abcd", "abcdefgh"])("abcdefgh, abcd") == "[secret], [secret]"


def test_a_log_that_can_not_be_written_prints_no_secret(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start().close()
    logging.getLogger("bot").warning("asking as %s", TOKEN)
    assert TOKEN not in "".join(capsys.readouterr())


def test_setting_up_again_replaces_the_log(start: Start) -> None:
    first, second = start(), start()
    logging.getLogger("bot").info("hello")
    assert first.getvalue() == ""
    assert second.getvalue().count("hello") == 1


def test_nothing_secret_means_nothing_cut() -> None:
    assert redaction([])("as it is") == "as it is"


@given(
    secret=st.text(min_size=4),
    way=st.sampled_from([str, repr, ascii, json.dumps, quote, quote_plus]),
    again=st.booleans(),
)
@example(secret="caf\udce9", way=repr, again=True)
@example(secret="000%", way=quote, again=False)
def test_no_spelling_of_a_secret_survives(secret: str, way: Callable[[str], str], *, again: bool) -> None:
    spelt = repr(way(secret)) if again else way(secret)
    assert redaction([secret])(f"<{spelt}>").strip("<>'\"\\") == "[secret]"


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


@pytest.mark.parametrize(
    ("level", "name", "said", "written"),
    [
        ("info", "bot.polling.poller", logging.INFO, True),
        ("info", "bot.polling.poller", logging.DEBUG, False),
        ("debug", "bot.polling.poller", logging.DEBUG, True),
        ("debug", "discord.gateway", logging.INFO, False),
        ("debug", "sqlalchemy.engine.Engine", logging.INFO, False),
        ("debug", "aiohttp.access", logging.INFO, False),
        ("info", "discord.http", logging.WARNING, True),
        ("error", "discord.http", logging.WARNING, False),
        ("error", "bot.polling.poller", logging.WARNING, False),
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
        message = r"Attempting a reconnect in 1.50s (ConnectionResetError: gone\nfor good)"
        assert stream.getvalue().endswith(f"ERROR discord.client: {message}\n")


def test_an_uncaught_exception_is_logged_without_the_secret(start: Start) -> None:
    stream = start()
    error = RuntimeError(f"no {TOKEN}")
    sys.excepthook(RuntimeError, error, None)
    assert "CRITICAL bot: Uncaught in the main thread" in stream.getvalue()
    assert "RuntimeError: no [secret]" in stream.getvalue()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stream.getvalue().endswith("WARNING bot: Interrupted in the main thread\n")


def test_a_thread_that_dies_is_logged_without_the_secret(start: Start) -> None:
    stream = start()
    thread = threading.Thread(target=lambda: int(TOKEN), name="sqlite")
    thread.start()
    thread.join()
    assert "CRITICAL bot: Uncaught in sqlite" in stream.getvalue()
    assert "ValueError" in stream.getvalue()
    assert_clean(stream.getvalue())


def test_a_task_that_nobody_awaited_is_logged_without_the_secret(start: Start) -> None:
    stream = start()

    async def leave() -> None:
        async def fail() -> None:
            raise RuntimeError(TOKEN)

        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(leave())
    assert "ERROR asyncio: Task exception was never retrieved" in stream.getvalue()
    assert "RuntimeError: [secret]" in stream.getvalue()


def test_an_exception_that_can_not_be_raised_is_logged_without_the_secret(start: Start) -> None:
    class Closing:
        def __del__(self) -> None:
            raise RuntimeError(TOKEN)

    stream = start()
    Closing()
    gc.collect()
    assert "ERROR bot: Exception ignored in" in stream.getvalue()
    assert "RuntimeError: [secret]" in stream.getvalue()


def test_warnings_go_the_same_way(start: Start) -> None:
    stream = start()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        stream = start()
        warnings.warn(f"{TOKEN} is old", DeprecationWarning, stacklevel=1)
    assert "WARNING py.warnings:" in stream.getvalue()
    assert "[secret] is old" in stream.getvalue()
