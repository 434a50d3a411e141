"""The socket, against the loopback Slack: it opens, changes over, is replaced where it was lost, and ends."""

import asyncio
import logging
from collections.abc import Mapping

import pytest

from bot.chat.slack import socket_connection
from bot.chat.slack.socket_connection import STEADY_AFTER
from bot.chat.slack.socket_envelopes import Envelope
from tests.chat.slack.running_socket import ANSWER, answer, running, until
from tests.fakes.slack import SlackWorkspace
from tests.fakes.slack.socket_mode import Goal


async def test_a_command_is_answered_in_its_acknowledgement(slack: SlackWorkspace) -> None:
    async with running(slack) as bot:
        await slack.connected()
        acked = await slack.slash(slack.member, slack.channel, "minimax")
        assert acked.payload == ANSWER
        state = bot.connection.state()
    assert (state.alive, state.connections, state.trouble) == (True, 1, None)


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
        handled.append(envelope.envelope_id)
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
    async with running(slack, quiet=20) as bot:
        await until(lambda: bot.connection.state().alive)
        bot.age = 30
        await until(lambda: bot.connection.state().alive)


async def test_a_socket_that_has_been_silent_for_long_is_not_alive(slack: SlackWorkspace) -> None:
    slack.sockets.ping_seconds = 3600
    async with running(slack) as bot:
        await until(lambda: bot.connection.state().alive)
        bot.age = 41
        state = bot.connection.state()
        assert not state.alive
        assert state.trouble == "the connection was lost"


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


async def test_at_the_end_what_came_and_what_comes_meanwhile_is_handled(slack: SlackWorkspace) -> None:
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
        await asyncio.sleep(0)
        started.clear()
        meanwhile = asyncio.create_task(slack.slash(slack.member, slack.channel))
        await started.wait()
        go.set()
        assert [(await one).payload for one in (asked, meanwhile)] == [ANSWER, ANSWER]
        await asyncio.gather(bot.task, return_exceptions=True)
    assert slack.sockets.closed == [(1, 1000)]


async def test_other_programs_with_the_same_token_are_counted(slack: SlackWorkspace) -> None:
    async with running(slack):
        await slack.connected()
        async with running(slack) as bot:
            await until(lambda: bot.connection.state().connections == 2)
