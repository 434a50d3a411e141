"""What goes wrong with sockets goes wrong as it is told to, seen by Slack's stock client."""

import asyncio

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_sdk.errors import SlackApiError

from tests.fakes.slack import Fault, Goal, SlackWorkspace
from tests.fakes.slack.apps import running


async def test_an_address_is_good_once_and_for_a_while(slack: SlackWorkspace) -> None:
    async with ClientSession(headers={"Authorization": f"Bearer {slack.app_token}"}) as session:

        async def address() -> str:
            async with session.post(f"{slack.url}apps.connections.open") as answer:
                found: str = (await answer.json())["url"]
                return found

        used, refused, expired = await address(), await address(), await address()
        socket = await session.ws_connect(used)
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"]["app_id"] == slack.world.app
        slack.sockets.refuse()
        slack.sockets.expire_tickets()
        for url in (refused, used, expired, f"{slack.sockets.address}?ticket=made-up"):
            with pytest.raises(WSServerHandshakeError):
                await session.ws_connect(url)
        await socket.close()
    assert [each.status for each in slack.sockets.handshakes] == [101, 408, 408, 408, 404]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.error("invalid_auth"), "invalid_auth"),
        (Fault.error("internal_error"), "internal_error"),
        (Fault.scope("connections:write"), "missing_scope"),
        (Fault.limited(3), "ratelimited"),
    ],
)
async def test_no_address_is_given(slack: SlackWorkspace, fault: Fault, error: str) -> None:
    async with running(slack) as app:
        slack.faults.add("apps.connections.open", fault)
        with pytest.raises(SlackApiError) as refused:
            await app.web.apps_connections_open(app_token=slack.app_token)
        assert refused.value.response["error"] == error
        with pytest.raises(SlackApiError) as wrong:
            await app.web.apps_connections_open(app_token=slack.bot_token)
        assert wrong.value.response["error"] == "not_allowed_token_type"


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_client_that_is_warned_connects_anew(slack: SlackWorkspace, reason: str) -> None:
    async with running(slack):
        slack.sockets.disconnect(reason, close_after=0.1)
        await slack.wait_for(lambda: slack.sockets.lines == [2])
        assert slack.sockets.opens == 2
        assert (await slack.slash(slack.member, slack.channel)).ok


async def test_a_socket_is_cut_without_a_word(slack: SlackWorkspace) -> None:
    async with running(slack):
        await slack.sockets.drop()
        await slack.wait_for(lambda: slack.sockets.connections == 2)


async def test_a_half_open_socket_neither_hears_nor_says_anything(slack: SlackWorkspace) -> None:
    slack.terms.ack_seconds = 0.2
    async with running(slack) as app:
        slack.sockets.freeze()
        assert (await slack.slash(slack.member, slack.channel)).error == "operation_timeout"
        assert app.requests == []
        await slack.wait_for(lambda: slack.sockets.connections == 2)  # its pings are not answered


async def test_socket_mode_that_is_switched_off_lets_nobody_stay(slack: SlackWorkspace) -> None:
    async with running(slack) as app:
        app.client.auto_reconnect_enabled = False
        slack.sockets.disable()
        await slack.wait_for(lambda: not slack.sockets.connected)
        async with ClientSession() as session:
            url = (await app.web.apps_connections_open(app_token=slack.app_token))["url"]
            async with session.ws_connect(url) as socket:
                said = [(await socket.receive_json()) for _ in range(2)]
    assert [each.get("reason") for each in said] == [None, "link_disabled"]


async def test_the_same_envelope_comes_twice(slack: SlackWorkspace) -> None:
    slack.sockets.duplicates = 1
    async with running(slack) as app:
        await slack.slash(slack.member, slack.channel)
        await slack.wait_for(lambda: len(slack.acks) == 2)
    assert len(slack.sockets.envelopes) == 1
    assert {each.envelope_id for each in app.requests} == {slack.sockets.envelopes[0].id}


async def test_an_envelope_goes_to_the_socket_that_a_test_names(slack: SlackWorkspace) -> None:
    async with running(slack), running(slack):
        await slack.wait_for(lambda: slack.sockets.lines == [1, 2])
        for goal, number in ((Goal.OLDEST, 1), (Goal.NEWEST, 2)):
            slack.sockets.goal = goal
            await slack.slash(slack.member, slack.channel)
            assert slack.acks[-1].connection == number
        slack.sockets.goal = Goal.ANY
        for _ in range(2):
            await slack.slash(slack.member, slack.channel)
        assert {each.connection for each in slack.acks[-2:]} == {1, 2}


async def test_an_event_that_nobody_acknowledges_comes_again(slack: SlackWorkspace) -> None:
    slack.terms.ack_seconds = 0.1
    async with running(slack) as app:
        app.answer = None
        slack.world.archive(slack.channel)
        await slack.wait_for(lambda: len(slack.sockets.envelopes) == 2)
        first, again = slack.sockets.envelopes
        assert (first.retry_attempt, again.retry_attempt, again.retry_reason) == (0, 1, "timeout")
        assert first.payload == again.payload
        await asyncio.sleep(0.3)  # the next one is a minute away
        assert len(slack.sockets.envelopes) == 2


async def test_what_is_no_acknowledgement_is_a_problem(slack: SlackWorkspace) -> None:
    async with running(slack) as app:
        await app.client.send_message('{"envelope_id": "made-up"}')
        await slack.wait_for(lambda: slack.problems)
        app.answer = lambda _: {"text": "<here>"}
        await slack.slash(slack.member, slack.channel)
        slack.world.archive(slack.channel)
        await slack.wait_for(lambda: len(slack.acks) == 2)
    assert len(slack.problems) == 3
