"""Discord's limit for all requests of a bot: never more than it takes, in whichever second it counts them."""

import asyncio
from types import SimpleNamespace

import aiohttp
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict
from yarl import URL

from bot.chat.discord.alert_delivery import AlertDelivery
from bot.chat.discord.request_limits import AT_ONCE, REQUESTS, SECONDS, GlobalLimit
from tests.chat.discord.posting import alert
from tests.fakes.discord import Discord, Fault, Limit
from tests.far_end import unnoted
from tests.soak.leaping_loop import LeapingLoop

POSTED = URL("https://discord.com/api/v10/channels/1/messages")
ANSWERED = URL("https://discord.com/api/v10/interactions/1/token/callback")

on_the_way = st.tuples(st.floats(0, 2), st.floats(0, 2))
"""Seconds until Discord counts a request, and from then until its answer is here."""


async def made(limit: GlobalLimit, url: URL, there: float, back: float) -> float:
    """Make a request; return when Discord counted it."""
    request = SimpleNamespace()
    await limit.begin(None, request, aiohttp.TraceRequestStartParams("POST", url, CIMultiDict()))
    await asyncio.sleep(there)
    counted = asyncio.get_running_loop().time()
    await asyncio.sleep(back)
    for _ in range(2):  # an answer that is refused is heard of twice
        await limit.end(None, request, None)
    return counted


async def sent(ways: list[tuple[float, float]], *, in_turn: bool, url: URL = POSTED) -> list[float]:
    """Make many requests at once, alerts wait for their turn; return when Discord counted them, in order."""
    limit = GlobalLimit(monotonic=asyncio.get_running_loop().time, sleep=asyncio.sleep)

    async def one(there: float, back: float) -> float:
        if in_turn:
            await limit.turn()
        return await made(limit, url, there, back)

    return sorted(await asyncio.gather(*(one(*way) for way in ways)))


def leaping(ways: list[tuple[float, float]], *, in_turn: bool = True, url: URL = POSTED) -> list[float]:
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(sent(ways, in_turn=in_turn, url=url))


@given(ways=st.lists(on_the_way, min_size=1, max_size=30), in_turn=st.booleans())
def test_no_second_sees_more_requests_than_discord_takes(ways: list[tuple[float, float]], *, in_turn: bool) -> None:
    counted = leaping((ways * 150)[:150], in_turn=in_turn)

    for first, later in zip(counted, counted[REQUESTS:], strict=False):
        assert later - first >= SECONDS * (1 - 1e-3)


def test_alerts_leave_evenly_at_nearly_what_discord_takes() -> None:
    counted = leaping([(0.01, 0.01)] * 500)

    assert (len(counted) - 1) / (counted[-1] - counted[0]) > 0.95 * REQUESTS
    assert max(sum(first <= one < first + 0.1 for one in counted) for first in counted) <= 0.1 * REQUESTS + AT_ONCE


def test_answers_to_commands_wait_for_nothing() -> None:
    assert leaping([(0.0, 5.0)] * 200, in_turn=False, url=ANSWERED) == [0.0] * 200


async def test_a_discord_that_stands_still_for_a_moment_refuses_nothing(
    discord: Discord, deliver: AlertDelivery
) -> None:
    await deliver.post(alert(discord, key="the first"), unnoted)  # from which discord.py learns the channel's own limit
    discord.limits.everything = Limit(requests=REQUESTS, seconds=SECONDS)
    goes_on = asyncio.Event()
    halted = discord.faults.add("POST", "/channels/*/messages", Fault.hang(goes_on, stored=False), times=None)

    posts = [asyncio.create_task(deliver.post(alert(discord, key=f"{nr}"), unnoted)) for nr in range(REQUESTS + 10)]
    await discord.wait_for(lambda: len(discord.requests) > REQUESTS and len(halted.hits) >= REQUESTS - 5)
    goes_on.set()
    await asyncio.gather(*posts)

    assert (discord.answered(429), len(discord.posts())) == (0, REQUESTS + 11)
