"""No secret gets into the log, whoever logs it and however it is spelt there."""

import asyncio
import gc
import json
import logging
import re
import sys
import threading
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import aiohttp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from bot.logs import redaction
from tests.logs.conftest import PASSWORD, TOKEN, Form, Start
from tests.rows import each_row


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


@each_row("form", ["text", "json"])
@each_row(
    "secret",
    [
        "https://hooks.slack.com/commands/T024BE7LD/1234567890/abcDEFghiJKL",
        "https://hooks.slack.com/actions/T024BE7LD/1234567890/abcDEFghiJKL",
        "wss://wss-primary.slack.com/link/?app_id=A1&ticket=abcDEFghiJKL",
    ],
)
def test_an_address_of_slack_that_is_a_password_is_cut(start: Start, form: Form, secret: str) -> None:
    stream = start(form)
    logging.getLogger("bot.chat").error("could not reach %s", secret)
    assert "abcDEFghiJKL" not in stream.getvalue()


@each_row("form", ["text", "json"])
@each_row("failure", [of_a_url, of_a_header, of_a_statement, of_a_chain, of_a_group, of_bytes])
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


@each_row(
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
        gc.collect(1)

    asyncio.run(leave())
    assert "ERROR asyncio: Task exception was never retrieved" in stream.getvalue()
    assert "RuntimeError: [secret]" in stream.getvalue()


def test_an_exception_that_can_not_be_raised_is_logged_without_the_secret(start: Start) -> None:
    class Closing:
        def __del__(self) -> None:
            raise RuntimeError(TOKEN)

    stream = start()
    Closing()
    assert "ERROR bot: Exception ignored in" in stream.getvalue()
    assert "RuntimeError: [secret]" in stream.getvalue()
