"""The socket, against the loopback Slack: it opens, changes over, comes back, and gives up where that is right."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.slack import socket_connection
from bot.chat.slack.envelope_workers import Handle
from bot.chat.slack.socket_connection import LONGEST_PAUSE, STEADY_AFTER, SocketConnection
from bot.chat.slack.socket_frames import Envelope
from bot.chat.slack.web_api import SlackApi
from bot.errors import AppRefused
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.slack import Fault, SlackWorkspace
from tests.fakes.slack.faults import Answer
from tests.fakes.slack.socket_mode import Goal

ANSWER = {"text": "3 free"}


async def answer(envelope: Envelope) -> Mapping[str, object] | None:
    return ANSWER if envelope.takes_payload else None


async def end(refusal: AppRefused) -> None:
    """End the connection."""
    raise refusal


@dataclass
class Running:
    """A connection at work, and the pauses that it made; each takes no time."""

    connection: SocketConnection
    task: asyncio.Task[None]
    pauses: list[float] = field(default_factory=list)
    age: float = 0.0


@asynccontextmanager
async def running(
    slack: SlackWorkspace,
    handle: Handle = answer,
    *,
    quiet: float = 40.0,
    stop_after: int = 1000,
    at_pauses: Callable[[], None] = lambda: None,
    refused: Callable[[AppRefused], Awaitable[None]] = end,
) -> AsyncIterator[Running]:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        at_pauses()
        await asyncio.sleep(0 if len(pauses) < stop_after else 3600)

    loop = asyncio.get_running_loop()
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        made: list[Running] = []
        connection = SocketConnection(
            api,
            sleep=sleep,
            monotonic=lambda: loop.time() + (made[0].age if made else 0),
            chance=lambda: 0.5,
            quiet=quiet,
        )
        task = asyncio.create_task(connection.run(handle, refused=refused))
        made.append(Running(connection, task, pauses))
        try:
            yield made[0]
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until(found: Callable[[], object]) -> None:
    """Wait until something is true of the connection, which tells nobody."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not found():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as made:
        yield made
        assert made.problems == []


async def test_a_command_is_answered_in_its_acknowledgement(slack: SlackWorkspace) -> None:
    async with running(slack) as bot:
        await slack.connected()
        acked = await slack.slash(slack.member, slack.channel, "minimax")
        assert acked.payload == ANSWER
        state = bot.connection.state()
    assert (state.alive, state.connections, state.trouble) == (True, 1, None)


async def test_each_try_has_a_fresh_address(slack: SlackWorkspace) -> None:
    slack.sockets.refuse(2)
    async with running(slack) as bot:
        await slack.connected()
        assert bot.pauses == [1, 2]
    tickets = [one.ticket for one in slack.sockets.handshakes]
    assert [one.status for one in slack.sockets.handshakes] == [408, 408, 101]
    assert len(set(tickets)) == 3


async def test_the_new_socket_says_hello_before_the_old_one_closes(slack: SlackWorkspace) -> None:
    async with running(slack) as bot:
        await slack.connected()
        await until(lambda: bot.connection.state().alive)
        bot.age = STEADY_AFTER
        slack.sockets.disconnect("warning")
        await slack.wait_for(lambda: len(slack.sockets.lines) == 2)
        await until(lambda: bot.connection.state().connections == 1)  # the old one is ours
        for goal, connection in ((Goal.OLDEST, 1), (Goal.NEWEST, 2)):
            slack.sockets.goal = goal
            assert (await slack.slash(slack.member, slack.channel)).ok
            assert slack.acks[-1].connection == connection
        assert slack.sockets.closed == []
        assert bot.pauses == []


async def test_the_old_socket_is_closed_in_the_end(slack: SlackWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_connection, "OLD_SOCKET", 0.05)
    async with running(slack):
        await slack.connected()
        slack.sockets.disconnect("refresh_requested")
        await slack.wait_for(lambda: slack.sockets.closed == [(1, 1000)])
        assert slack.sockets.lines == [2]


async def test_what_came_on_the_old_socket_is_acknowledged_on_it(slack: SlackWorkspace) -> None:
    go = asyncio.Event()

    async def slowly(envelope: Envelope) -> Mapping[str, object] | None:
        await go.wait()
        return await answer(envelope)

    async with running(slack, slowly):
        await slack.connected()
        asked = asyncio.create_task(slack.slash(slack.member, slack.channel))
        await slack.wait_for(lambda: slack.sockets.envelopes)
        slack.sockets.disconnect("warning")
        await slack.wait_for(lambda: len(slack.sockets.lines) == 2)
        go.set()
        assert (await asked).ok
    assert [one.connection for one in slack.acks] == [1]


async def test_an_envelope_that_comes_twice_is_handled_once(slack: SlackWorkspace) -> None:
    handled: list[str] = []

    async def count(envelope: Envelope) -> Mapping[str, object] | None:
        handled.append(envelope.id)
        return await answer(envelope)

    async with running(slack, count):
        await slack.connected()
        slack.sockets.duplicates = 1
        assert (await slack.slash(slack.member, slack.channel)).payload == ANSWER
        await slack.wait_for(lambda: len(slack.acks) == 2)
    assert len(handled) == 1


async def test_a_socket_that_is_cut_is_replaced(slack: SlackWorkspace) -> None:
    async with running(slack) as bot:
        await slack.connected()
        await until(lambda: bot.connection.state().alive)
        bot.age = STEADY_AFTER
        await slack.sockets.drop()
        await slack.connected()
        assert bot.pauses == []  # it had been there for long
        await until(lambda: bot.connection.state().alive)
        await slack.sockets.drop(1001)
        await slack.connected()
        assert bot.pauses == [1]  # it had not


async def test_a_half_open_socket_is_replaced(slack: SlackWorkspace) -> None:
    slack.sockets.ping_seconds = 0.05
    async with running(slack, quiet=1.0) as bot:
        await slack.connected()
        await until(lambda: bot.connection.state().alive)
        frozen = slack.sockets.lines[-1:]
        slack.sockets.freeze()
        await slack.wait_for(lambda: slack.sockets.lines[-1:] > frozen)
        slack.sockets.goal = Goal.NEWEST
        assert (await slack.slash(slack.member, slack.channel)).ok


async def test_pings_alone_show_that_slack_is_there(slack: SlackWorkspace) -> None:
    slack.sockets.ping_seconds = 0.05
    async with running(slack) as bot:
        await until(lambda: bot.connection.state().alive)
        bot.age = 30
        await until(lambda: (bot.connection.state().silent_for or timedelta.max) < timedelta(seconds=20))


async def test_a_socket_that_has_been_silent_for_long_is_not_alive(slack: SlackWorkspace) -> None:
    slack.sockets.ping_seconds = 3600
    async with running(slack) as bot:
        await until(lambda: bot.connection.state().alive)
        bot.age = 41
        state = bot.connection.state()
        assert not state.alive
        assert state.trouble == "the connection was lost"


@pytest.mark.parametrize(
    "error",
    ["invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked", "token_expired"],
)
async def test_a_refused_token_ends_it(error: str, slack: SlackWorkspace) -> None:
    slack.terms.app_token_error = error
    async with running(slack) as bot:
        with pytest.raises(AppRefused, match=error) as refused:
            await bot.task
        assert "SLACK_APP_TOKEN" in str(refused.value) or "install" in str(refused.value)
        assert bot.connection.state().trouble is not None
    assert slack.sockets.opens + len(slack.calls("apps.connections.open")) == 1


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


@pytest.mark.parametrize("reason", ["link_disabled", "too_many_websockets"])
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


@pytest.mark.parametrize("fault", [Fault.error("internal_error"), Fault.status(503), Fault.plain(), Fault.lose()])
async def test_an_address_that_does_not_come_is_asked_for_again(fault: Fault, slack: SlackWorkspace) -> None:
    slack.faults.add("apps.connections.open", fault)
    async with running(slack) as bot:
        await slack.connected()
        assert bot.pauses == [1]


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


async def test_no_ticket_reaches_the_log(slack: SlackWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    slack.sockets.refuse(2)
    async with running(slack) as bot:
        await slack.connected()
        await slack.sockets.drop()
        await slack.connected()
        await until(lambda: bot.connection.state().alive)
    assert len(slack.sockets.handshakes) == 4
    assert [one.ticket for one in slack.sockets.handshakes if one.ticket in caplog.text] == []


async def test_frames_that_nobody_knows_are_left_alone(slack: SlackWorkspace) -> None:
    async with running(slack):
        await slack.connected()
        for text in ("", "[]", '{"type": "news"}', '{"type": "events_api"}', "\N{GRINNING FACE}" * 1000):
            slack.sockets.send_raw(text)
        assert (await slack.slash(slack.member, slack.channel)).ok
    assert slack.sockets.opens == 1


async def test_at_the_end_what_is_being_handled_is_finished(slack: SlackWorkspace) -> None:
    started, go = asyncio.Event(), asyncio.Event()

    async def slowly(envelope: Envelope) -> Mapping[str, object] | None:
        started.set()
        await go.wait()
        return await answer(envelope)

    async with running(slack, slowly) as bot:
        await slack.connected()
        asked = asyncio.create_task(slack.slash(slack.member, slack.channel))
        await started.wait()
        bot.task.cancel()
        await until(lambda: not bot.connection._tasks)  # noqa: SLF001 - nothing is read any more
        slack.sockets.send_raw('{"type": "slash_commands", "envelope_id": "late", "payload": {}}')
        go.set()
        assert (await asked).payload == ANSWER
        await asyncio.gather(bot.task, return_exceptions=True)
    assert slack.sockets.closed == [(1, 1000)]
    assert len(slack.acks) == 1


async def test_other_programs_with_the_same_token_are_counted(slack: SlackWorkspace) -> None:
    async with running(slack):
        await slack.connected()
        async with running(slack) as bot:
            await until(lambda: bot.connection.state().connections == 2)


def test_pauses_differ_by_chance() -> None:
    low, high = (
        SocketConnection(SlackApi("xoxb-1", "xapp-1"), sleep=asyncio.sleep, monotonic=float, chance=partial(float, at))
        for at in (0.0, 1.0)
    )
    pauses = [(low._pause(failures, 0.0), high._pause(failures, 0.0)) for failures in range(1, 12)]  # noqa: SLF001 - pure
    assert pauses[0] == (0.75, 1.25)
    assert pauses[-1] == (225, 375)
    assert pauses == sorted(pauses)
