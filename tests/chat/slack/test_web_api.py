"""One call, one request: what its answers mean, and what no error ever shows."""

import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec
import pytest
from aiohttp import AddrInfoType

from bot.chat.slack import web_api
from bot.chat.slack.api_answers import BODY_LIMIT, SlackRefused, SlackTrouble
from bot.chat.slack.web_api import TIME_LIMIT, UNACKNOWLEDGED, SlackApi, bounded_socket
from bot.errors import BadSettings
from tests.chat.slack.far_end import FarEnd, Said, far_end, said
from tests.rows import each_row

BOT_TOKEN = "xoxb-1111-2222-abcdefgh"
APP_TOKEN = "xapp-1-A1-3333-ijklmnop"


class Posted(msgspec.Struct):
    ts: str


@pytest.fixture
async def end() -> AsyncIterator[FarEnd]:
    async with far_end() as made:
        yield made


@pytest.fixture
async def api(end: FarEnd) -> AsyncIterator[SlackApi]:
    async with SlackApi(BOT_TOKEN, APP_TOKEN, base_url=f"{end.url}/api") as made:
        yield made


@asynccontextmanager
async def answering(answer: Said, *, time_limit: float = TIME_LIMIT) -> AsyncIterator[tuple[SlackApi, FarEnd]]:
    """Open a far end of its own for a row of a table."""
    async with (
        far_end() as end,
        SlackApi(BOT_TOKEN, APP_TOKEN, base_url=f"{end.url}/api", time_limit=time_limit) as api,
    ):
        end.answers.append(answer)
        yield api, end


async def test_arguments_go_as_a_form_and_the_answer_is_read(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(said(ok=True, ts="1.000001"))
    reply = await api.call(
        "chat.postMessage", text="é & <b>", blocks=[{"a": 1}], limit=200, mrkdwn=True, thread_ts=None
    )
    assert reply.read(Posted) == Posted(ts="1.000001")
    (asked,) = end.asked
    assert asked.path == "/api/chat.postMessage"
    assert asked.headers["Authorization"] == f"Bearer {BOT_TOKEN}"
    assert asked.form == {"text": "é & <b>", "blocks": '[{"a": 1}]', "limit": "200", "mrkdwn": "true"}


async def test_only_a_call_that_asks_for_it_sends_the_app_token(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(said(ok=True))
    await api.call_as_app("apps.connections.open")
    assert end.asked[0].headers["Authorization"] == f"Bearer {APP_TOKEN}"


async def test_half_a_character_is_sent_as_a_question_mark(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(said(ok=True))
    await api.call("chat.postMessage", text="a\ud800b")
    assert end.asked[0].form["text"] == "a?b"


async def test_a_refusal_says_which_scope_is_needed(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(said(ok=False, error="missing_scope", needed="groups:history", provided="chat:write,im:write"))
    with pytest.raises(SlackRefused) as refused:
        await api.call("conversations.history")
    assert (refused.value.error, refused.value.needed) == ("missing_scope", "groups:history")
    assert str(refused.value) == (
        "Slack answered conversations.history with missing_scope"
        " (it needs groups:history; the app has chat:write,im:write)"
    )


async def test_a_refusal_says_where_the_mistake_is(api: SlackApi, end: FarEnd) -> None:
    where = "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    end.answers.append(said(ok=False, error="invalid_blocks", response_metadata={"messages": [where, 7, BOT_TOKEN]}))
    with pytest.raises(SlackRefused) as refused:
        await api.call("chat.postMessage")
    assert str(refused.value).endswith(f"; {where}; …")


@each_row(
    ("answer", "doubtful", "retry_after"),
    [
        (said(429, retry_after="30", ok=False, error="ratelimited"), False, 30),
        (said(429, ok=False, error="ratelimited"), False, 30),
        (said(429, retry_after="soon", ok=False, error="ratelimited"), False, 30),
        (Said(status=429, body=b"<html>slow down</html>", headers={"Retry-After": "7"}), False, 7),
        (Said(status=503, body=b"<html>no</html>", headers={"Content-Type": "text/html"}), True, None),
        (said(500, ok=True, ts="1.000001"), True, None),
        (said(503, retry_after="5", ok=False, error="service_unavailable"), True, 5),
        (Said(body=b"ok", headers={"Content-Type": "text/plain"}), True, None),
        (Said(body=b"[]"), True, None),
        (Said(body=b"null"), True, None),
        (Said(body=b""), True, None),
        (Said(body=b'{"ok": "yes"}'), True, None),
        (Said(body=b'{"ok": tr'), True, None),
        (Said(body=b"[" * 100_000), True, None),
        (Said(body=b" " * (BODY_LIMIT + 1)), True, None),
        (Said(status=302, headers={"Location": "http://127.0.0.1:1/"}), True, None),
        (Said(status=403, body=b"<html>proxy</html>"), True, None),
        (said(404, ok=True), True, None),
        (Said(cut=True), True, None),
        (Said(never=True), True, None),
    ],
)
async def test_what_may_have_arrived_is_told_from_what_has_not(
    answer: Said,
    doubtful: bool,  # noqa: FBT001 - a column of the table
    retry_after: int | None,
) -> None:
    # Soon, for what never answers, and nothing else: a busy machine takes its time for answers.
    async with answering(answer, time_limit=1 if answer.never else TIME_LIMIT) as (api, end):
        with pytest.raises(SlackTrouble) as trouble:
            await api.call("chat.postMessage", text="once")
        assert trouble.value.doubtful is doubtful
        assert trouble.value.retry_after == (None if retry_after is None else timedelta(seconds=retry_after))
        assert len(end.asked) == 1  # nothing repeats by itself


@each_row("base", ["http://127.0.0.1:1/api/", "https://{end}/api/", "http://slack.invalid/", "nonsense"])
async def test_what_was_never_written_has_surely_not_arrived(base: str, end: FarEnd) -> None:
    end.answers.append(said(ok=True))
    url = base.format(end=end.url.removeprefix("http://"))
    async with SlackApi(BOT_TOKEN, APP_TOKEN, base_url=url, time_limit=0.5) as api:
        with pytest.raises(SlackTrouble) as trouble:
            await api.call("chat.postMessage", text="once")
    assert not trouble.value.doubtful
    assert end.asked == []


async def test_a_request_that_may_not_leave_any_more_surely_does_not_arrive(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(said(ok=True))
    for connection_kept in (False, True):
        if connection_kept:
            await api.call("auth.test", a="b")
        with pytest.raises(SlackTrouble, match=r"chat\.postMessage was not sent: it took too long") as trouble:
            await api.call_in_time("chat.postMessage", lambda: False, text="once")
        assert not trouble.value.doubtful
    await api.call_in_time("chat.postMessage", lambda: True, text="twice")
    assert [asked.form["text"] for asked in end.asked if asked.path.endswith("postMessage")] == ["twice"]


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="the system has no such limit")
async def test_the_system_does_not_send_for_long_what_is_not_acknowledged(
    end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[socket.socket] = []

    def noted(address: AddrInfoType) -> socket.socket:
        made.append(bounded_socket(address))
        return made[-1]

    monkeypatch.setattr(web_api, "bounded_socket", noted)
    end.answers.append(said(ok=True))
    async with SlackApi(BOT_TOKEN, APP_TOKEN, base_url=end.url) as api:
        await api.call("auth.test")
        (only,) = made
        assert only.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 1000 * UNACKNOWLEDGED


async def test_a_kept_connection_that_was_closed_leaves_a_doubt(api: SlackApi, end: FarEnd) -> None:
    end.answers.extend([said(ok=True), Said(cut=True)])
    await api.call("auth.test")
    with pytest.raises(SlackTrouble) as trouble:
        await api.call("chat.postMessage", text="once")
    assert trouble.value.doubtful
    assert len(end.asked) == 2


async def test_an_answer_of_another_shape_is_no_answer(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(said(ok=True, ts=7))
    reply = await api.call("chat.postMessage")
    with pytest.raises(SlackTrouble, match="can't be understood"):
        reply.read(Posted)


@each_row(
    ("answer", "error"),
    [
        (said(404, ok=False, error="expired_url"), "expired_url"),
        (said(200, ok=False, error="used_url"), "used_url"),
        (Said(status=404, body=b"no_text\n"), "no_text"),
        (Said(status=410, body=b"<html>gone</html>"), "http_410"),
    ],
)
async def test_an_address_to_answer_at_runs_out(answer: Said, error: str) -> None:
    async with answering(answer) as (api, end):
        with pytest.raises(SlackRefused) as refused:
            await api.respond(f"{end.url}/commands/T1/secret", {"text": "hello"})
        assert refused.value.error == error
        assert "Authorization" not in end.asked[0].headers


async def test_an_answer_may_be_taken_in_plain_words(api: SlackApi, end: FarEnd) -> None:
    end.answers.append(Said(body=b"ok"))
    await api.respond(f"{end.url}/commands/T1/secret", {"text": "hello"})
    assert end.asked[0].body == b'{"text": "hello"}'


async def test_a_file_is_sent_as_it_is(api: SlackApi, end: FarEnd) -> None:
    end.answers.extend([Said(body=b"OK - 3"), Said(status=400)])
    await api.upload(f"{end.url}/upload/v1/secret", b"\x89PN")
    assert end.asked[0].body == b"\x89PN"
    with pytest.raises(SlackTrouble):
        await api.upload(f"{end.url}/upload/v1/secret", b"\x89PN")


@each_row("answer", [Said(cut=True), Said(never=True), Said(status=500), Said(status=408)])
async def test_no_error_shows_a_token_or_a_secret_address(answer: Said, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = []
    async with answering(answer, time_limit=0.1 if answer.never else TIME_LIMIT) as (api, end):
        for asking in (
            api.call("chat.postMessage", text="hello"),
            api.respond(f"{end.url}/commands/T1/s3cret", {}),
            api.upload(f"{end.url}/s3cret", b""),
            api.open_socket(f"{end.url}/link?ticket=s3cret"),
        ):
            with pytest.raises((SlackTrouble, SlackRefused)) as problem:
                await asking
            shown += [repr(problem.value), repr(problem.value.__cause__), repr(problem.value.__context__)]
    everything = "\n".join([*shown, caplog.text])
    assert [one for one in (BOT_TOKEN, APP_TOKEN, "s3cret") if one in everything] == []


def test_a_token_that_no_header_can_hold_is_refused_unseen() -> None:
    with pytest.raises(BadSettings, match="SLACK_APP_TOKEN") as refused:
        SlackApi(BOT_TOKEN, "xapp-é")
    assert "xapp-é" not in repr(refused.value)


async def test_each_answer_is_counted() -> None:
    counted: list[int | None] = []
    async with (
        far_end() as end,
        SlackApi(BOT_TOKEN, APP_TOKEN, base_url=end.url, answered=counted.append) as api,
    ):
        end.answers.extend([said(ok=True), Said(cut=True)])
        await api.call("auth.test")
        with pytest.raises(SlackTrouble):
            await api.call("auth.test")
    assert counted == [200, None]
