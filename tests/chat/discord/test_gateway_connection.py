"""One client kept connected, whatever Discord and the library do."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable

import discord as dpy
import pytest

from bot.chat.discord.gateway_connection import CONNECTION_EVERY, CONNECTIONS, GatewayConnection
from bot.chat.discord.request_limits import RefusedRequests
from bot.errors import DiscordRefused
from tests.chat.discord.connected import Naps, connection, make_client, running
from tests.fakes.discord import Discord, Fault
from tests.fakes.feed import GIVE_UP_AFTER
from tests.rows import each_row


async def is_alive(connection: GatewayConnection) -> None:
    """Wait until the gateway is connected and ready."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while not connection.is_alive():  # noqa: ASYNC110 - readiness is a state of the library's, without an event
            await asyncio.sleep(0.01)


async def test_it_connects_and_is_alive_until_it_is_stopped(discord: Discord) -> None:
    link = connection(discord)
    assert not link.is_alive()

    async with running(link) as client:
        await is_alive(link)
        assert client.user is not None

    assert not link.is_alive()
    assert client.is_closed()


async def test_a_stop_at_the_moment_of_connecting_ends_it(discord: Discord) -> None:
    class StopsAsItIdentifies(dpy.Client):
        async def before_identify_hook(self, *_: object, **__: object) -> None:
            life.cancel()  # at the last await of what ``asyncio.wait_for`` waits for: Python 3.11 forgets it

    life = asyncio.create_task(connection(discord).run(lambda: StopsAsItIdentifies(intents=dpy.Intents(guilds=True))))

    await asyncio.wait([life], timeout=5)
    ended = life.done()
    life.cancel()  # what has not ended would keep the server from ending
    await asyncio.wait([life], timeout=5)

    assert ended
    await discord.wait_for(lambda: not discord.gateway.connected)


@each_row(
    ("path", "fault", "times"),
    [
        ("/users/@me", Fault.status(503), 3),
        ("/users/@me", Fault.edge(503), 3),
        ("/users/@me", Fault.edge(429), 3),
        ("/users/@me", Fault.lose(stored=False), 6),  # aiohttp repeats a GET by itself, once
        ("/users/@me", Fault.lose(stored=False, reset=True), 6),
        ("/gateway/bot", Fault.status(503), 3),
        ("/gateway/bot", Fault.edge(429), 3),
        ("/gateway/bot", Fault.lose(stored=False), 6),
    ],
)
async def test_a_login_that_fails_is_tried_again_with_growing_pauses(
    discord: Discord, path: str, fault: Fault, times: int
) -> None:
    naps = Naps()
    discord.faults.add("GET", path, fault, times=times)
    link = connection(discord, naps=naps)

    async with running(link):
        await is_alive(link)

    assert naps.seconds == [1, 2, 4][: len(naps.seconds)]
    assert len(naps.seconds) > 1


async def test_pauses_grow_to_five_minutes_and_no_further(discord: Discord) -> None:
    naps = Naps()
    discord.faults.add("GET", "/users/@me", Fault.status(503), times=12)

    async with running(connection(discord, naps=naps)):
        pass

    assert naps.seconds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


async def test_discord_that_is_down_at_the_start_is_waited_for(discord: Discord) -> None:
    await discord.down()
    up: list[float] = []

    async def sleep(seconds: float) -> None:
        up.append(seconds)
        if len(up) == 2:
            await discord.up()

    link = GatewayConnection(discord.token, follow_gateway=True, sleep=sleep, monotonic=lambda: 0.0)
    async with running(link):
        await is_alive(link)


@pytest.mark.parametrize("status", [None, 503])
async def test_a_first_gateway_connection_that_is_refused_is_tried_again(
    discord: Discord, status: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    naps = Naps()
    discord.gateway.refuse(2, status=status)
    link = connection(discord, naps=naps)

    async with running(link):
        await is_alive(link)

    assert naps.seconds == [1, 2][: len(naps.seconds)]
    assert naps.seconds
    assert not any("AttributeError" in record.message for record in caplog.records)


async def test_an_event_that_the_library_cannot_parse_costs_one_new_session(discord: Discord) -> None:
    naps = Naps()
    link = connection(discord, naps=naps)
    async with running(link) as client:
        await is_alive(link)
        sockets = client.ws
        discord.gateway.send_raw(json.dumps({"op": 0, "s": 99, "t": "INTERACTION_CREATE", "d": {"type": 2}}))
        await discord.wait_for(lambda: len(discord.identifies) == 2)
        await is_alive(link)

        assert not sockets.open
        assert await link.logged_in() is client
    assert naps.seconds == [1]


@each_row(
    ("arrange", "sentence"),
    [
        (lambda discord: setattr(discord.gateway, "disallowed_intents", 1), "intents"),
        (lambda discord: setattr(discord.terms, "token", "another"), "DISCORD_TOKEN"),
    ],
    ids=["disallowed intents", "a bad token"],
)
async def test_only_discords_own_no_ends_it(
    discord: Discord, arrange: Callable[[Discord], None], sentence: str
) -> None:
    link = connection(discord)
    arrange(discord)

    with pytest.raises(DiscordRefused, match=sentence):
        await asyncio.wait_for(link.run(lambda: make_client(RefusedRequests(time.monotonic))), GIVE_UP_AFTER)


async def test_with_few_connections_left_today_it_waits_for_new_ones(discord: Discord) -> None:
    naps = Naps()
    discord.gateway.identifies_left = 42
    link = connection(discord, naps=naps)

    async with running(link):
        await is_alive(link)

    assert len(naps.seconds) == 1
    assert naps.seconds[0] > 60


async def test_a_connection_that_held_begins_again_with_the_shortest_pause(discord: Discord) -> None:
    naps = Naps()
    moments = itertools.chain([0, 1, 2, 3, 4], itertools.count(10_000, 10_000))
    link = GatewayConnection(
        discord.token,
        follow_gateway=True,
        sleep=naps,
        monotonic=lambda: float(next(moments)),
    )
    discord.faults.add("GET", "/users/@me", Fault.status(503), times=4)

    async with running(link):
        pass

    assert naps.seconds == [1, 2, 1, 1]


async def test_sessions_that_end_again_and_again_are_renewed_every_five_seconds(discord: Discord) -> None:
    naps = Naps()
    link = GatewayConnection(discord.token, follow_gateway=True, sleep=naps, monotonic=lambda: sum(naps.seconds))
    async with running(link):
        for number in range(1, CONNECTIONS + 4):
            await discord.wait_for(lambda count=number: discord.gateway.connections >= count)  # type: ignore[misc] # bound at once
            await discord.wait_for(lambda: discord.gateway.connected)
            discord.gateway.reconnect()
    assert len(naps.seconds) >= 3
    assert set(naps.seconds) == {CONNECTION_EVERY}
