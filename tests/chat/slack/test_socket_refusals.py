"""Where Slack refuses the socket or is away, it is asked again after the right pause, or given up."""

import asyncio
from functools import partial

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.slack import socket_connection
from bot.chat.slack.socket_connection import LONGEST_PAUSE, SocketConnection
from bot.chat.slack.web_api import SlackApi
from bot.errors import AppRefused
from tests.chat.slack.running_socket import running, until
from tests.fakes.slack import Fault, SlackWorkspace
from tests.fakes.slack.faults import Answer
from tests.rows import each_row


async def test_each_try_has_a_fresh_address(slack: SlackWorkspace) -> None:
    slack.sockets.refuse(2)
    async with running(slack) as bot:
        await slack.connected()
        assert bot.pauses == [1, 2]
    tickets = [one.ticket for one in slack.sockets.handshakes]
    assert [one.status for one in slack.sockets.handshakes] == [408, 408, 101]
    assert len(set(tickets)) == 3


@each_row(
    "error",
    ["invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked", "token_expired"],
)
async def test_a_refused_token_ends_it(error: str, slack: SlackWorkspace) -> None:
    slack.terms.app_token_error = error
    asked = len(slack.calls("apps.connections.open"))
    async with running(slack) as bot:
        with pytest.raises(AppRefused, match=error) as refused:
            await bot.task
        assert "SLACK_APP_TOKEN" in str(refused.value) or "install" in str(refused.value)
        assert bot.connection.state().trouble is not None
    assert slack.sockets.opens + len(slack.calls("apps.connections.open")) == asked + 1


async def test_a_token_that_is_revoked_later_ends_it_too(slack: SlackWorkspace) -> None:
    async with running(slack) as bot:
        await slack.connected()
        slack.terms.app_token_error = "token_revoked"
        await slack.sockets.drop()
        with pytest.raises(AppRefused):
            await bot.task


async def test_a_refused_token_is_tried_every_five_minutes_where_that_is_asked_for(
    slack: SlackWorkspace, caplog: pytest.LogCaptureFixture
) -> None:
    refusals: list[str] = []

    async def stay(refusal: AppRefused) -> None:
        refusals.append(str(refusal))
        if len(refusals) == 3:
            slack.terms.app_token_error = None

    slack.terms.app_token_error = "token_revoked"
    async with running(slack, refused=stay) as bot:
        await slack.connected()
        await until(lambda: bot.connection.state().alive)
        assert bot.pauses == [LONGEST_PAUSE] * 3
        assert bot.connection.state().trouble is None

    assert len(set(refusals)) == 1
    assert caplog.text.count("commands can't be answered, alerts go out all the same") == 1


async def test_a_missing_scope_is_named_and_waited_for(slack: SlackWorkspace) -> None:
    slack.faults.add("apps.connections.open", Fault.scope("connections:write"))
    async with running(slack, stop_after=1) as bot:
        await until(lambda: bot.pauses)
        assert bot.pauses == [LONGEST_PAUSE]
        assert "connections:write" in (bot.connection.state().trouble or "")


@each_row("reason", ["link_disabled", "too_many_websockets"])
async def test_where_slack_says_no_it_is_asked_every_five_minutes(reason: str, slack: SlackWorkspace) -> None:
    async with running(slack, stop_after=1) as bot:
        await slack.connected()
        slack.sockets.disconnect(reason)
        await until(lambda: bot.pauses)
        assert bot.pauses == [LONGEST_PAUSE]
        state = bot.connection.state()
        assert not state.alive
        assert state.trouble is not None
        await until(lambda: not slack.sockets.lines)


async def test_socket_mode_switched_on_again_is_found(slack: SlackWorkspace) -> None:
    slack.sockets.enabled = False
    async with running(slack) as bot:
        await until(lambda: bot.pauses)
        slack.sockets.enabled = True
        await until(lambda: bot.connection.state().alive)
    assert min(bot.pauses) == LONGEST_PAUSE


async def test_slack_may_be_down_at_the_start(slack: SlackWorkspace) -> None:
    await slack.down()
    async with running(slack, stop_after=12) as bot:
        await until(lambda: len(bot.pauses) == 12)
        assert bot.pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
        assert "refused" in (bot.connection.state().trouble or "")
        assert not bot.task.done()


async def test_slack_may_come_back(slack: SlackWorkspace) -> None:
    await slack.down()
    async with running(slack) as bot:
        await until(lambda: bot.pauses)
        await slack.up()
        await slack.connected()
        assert (await slack.slash(slack.member, slack.channel)).ok


async def test_an_address_that_does_not_come_is_asked_for_again(slack: SlackWorkspace) -> None:
    for fault in (Fault.error("internal_error"), Fault.status(503), Fault.plain(), Fault.lose()):
        slack.faults.add("apps.connections.open", fault)
    async with running(slack) as bot:
        await slack.connected()
        assert bot.pauses == [1, 2, 4, 8]


async def test_slack_says_how_long_to_wait(slack: SlackWorkspace) -> None:
    slack.faults.add("apps.connections.open", Fault.limited(37))
    async with running(slack) as bot:
        await slack.connected()
        assert bot.pauses == [37]


async def test_a_socket_that_says_no_hello_is_given_up(slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_connection, "HELLO_WITHIN", 0.1)
    mute = web.Application()
    mute.router.add_get("/link", silent_socket)
    async with TestServer(mute) as server:
        address = f"ws://127.0.0.1:{server.port}/link?ticket=s3cret"
        slack.faults.add("apps.connections.open", Fault(answer=Answer(body={"ok": True, "url": address})))
        # The next socket may take longer: what is short is only the wait for this one.
        async with running(slack, at_pauses=monkeypatch.undo) as bot:
            await slack.connected()
            await until(lambda: bot.connection.state().alive)
            assert bot.pauses == [1]
            assert bot.connection.state().connections == 1


async def silent_socket(request: web.Request) -> web.WebSocketResponse:
    """Take a socket, and say nothing."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for _ in socket:
        pass
    return socket


def test_pauses_differ_by_chance() -> None:
    low, high = (
        SocketConnection(SlackApi("xoxb-1", "xapp-1"), sleep=asyncio.sleep, monotonic=float, chance=partial(float, at))
        for at in (0.0, 1.0)
    )
    pauses = [(low._pause(failures, 0.0), high._pause(failures, 0.0)) for failures in range(1, 12)]  # noqa: SLF001 - pure
    assert pauses[0] == (0.75, 1.25)
    assert pauses[-1] == (225, 375)
    assert pauses == sorted(pauses)
