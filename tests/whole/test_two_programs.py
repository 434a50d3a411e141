"""Two programs on one database: nothing is told twice, and people are answered by one of them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta

import aiohttp

from bot.storage.leader_lock import LeaderTimings
from tests.fakes.discord import Discord
from tests.fakes.slack import SlackWorkspace, read
from tests.fakes.useapi import FakeUseapi
from tests.postgres_server import Postgres, fresh_database
from tests.storage.raw import say
from tests.whole.conftest import GREETED, SHORT, Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE, Program
from tests.whole.test_alerts import first_headline, headline
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward


async def test_a_second_program_on_a_sqlite_file_ends_and_names_the_first(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    script(useapi, free=1)
    async with bots.run() as first:
        await looked(useapi)
        first.suspend()  # its lock stays
        async with bots.run() as second:
            assert await second.ends() == 2
        assert second.lines[-1].startswith("capacity-bot: the database capacity.db is in use by another capacity-bot (")
        assert "process " in second.lines[-1]
        assert second.count("is in use by") == 1
        first.wake()
        script(useapi, free=0)
        assert headline(await discord.next_message(within=DEADLINE)) == FULL


LONG_TIMEOUT = LeaderTimings(session_timeout=timedelta(minutes=10))
"""A leader that is only slow goes on leading, however busy the machine is."""

UNHURRIED = LeaderTimings(hand_over=timedelta(seconds=DEADLINE / 3), nobody=timedelta(seconds=DEADLINE / 6))
"""A standby has time to take the lead and to connect, however busy the machine is."""

LEADS = "This program ("
FULL, FREE = "MiniMax: 200300 is full", "MiniMax: 200300 has room again"


@contextlib.asynccontextmanager
async def two(bots: Bots, url: str, **of_the_standby: str) -> AsyncIterator[tuple[Program, Program]]:
    """Run a leader and a standby."""
    async with bots.run(DATABASE_URL=url) as leader:
        await leader.says(LEADS)
        async with bots.run(DATABASE_URL=url, **of_the_standby) as standby:
            await standby.says("Standing by: ")
            yield leader, standby


async def tells(discord: Discord, useapi: FakeUseapi, *, free: int) -> None:
    """Change the account, and wait until that is told, and for two more looks, which may tell it again."""
    script(useapi, free=free)
    assert headline(await discord.next_message(within=DEADLINE)) == (FREE if free else FULL)
    await looked(useapi)


def told(discord: Discord) -> list[str]:
    """List what was told, each message as it was sent."""
    return [first_headline(message) for message in discord.posts()]


async def test_a_leader_suspended_for_a_moment_leads_on_and_once_killed_is_followed(
    discord: Discord, useapi: FakeUseapi, bots: Bots, postgres_url: str, free_port: int
) -> None:
    bots.timings = replace(SHORT, lead=LONG_TIMEOUT)
    script(useapi, free=1)
    differs = {"POLL_SECONDS": "0.5", "STUCK_MINUTES": "31", "HEALTH_PORT": str(free_port)}
    async with two(bots, postgres_url, **differs) as (leader, standby):
        await ready(discord)
        await looked(useapi)
        await it_is_said_who_leads_and_which_settings_differ(discord, leader, standby, free_port)
        leader.suspend()
        script(useapi, free=0)
        await asyncio.sleep(5)
        assert discord.posts() == []
        leader.wake()
        assert headline(await discord.next_message(within=DEADLINE)) == FULL
        await looked(useapi)
        assert standby.count(LEADS) == 0
        assert len(discord.identifies) == 1

        await leader.kill()
        script(useapi, free=1)
        assert headline(await discord.next_message(within=DEADLINE)) == FREE
        await looked(useapi)
        assert await standby.stop() == 0
    assert told(discord) == [FULL, FREE]


async def it_is_said_who_leads_and_which_settings_differ(
    discord: Discord, leader: Program, standby: Program, port: int
) -> None:
    name = (await leader.says(LEADS)).partition("(")[2].partition(")")[0]
    assert f"{name} took the lead" in text_of(await discord.use("doctor", member=steward(discord)))
    said = await standby.says("These settings differ from the leader's")
    assert said.endswith(f"({name}): POLL_SECONDS, STUCK_MINUTES. They take effect once this program leads.")
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        assert answer.status == 200
        assert (await answer.text()).startswith(f"ok\nstands by: {name} leads since ")


async def test_a_leader_suspended_for_long_wakes_as_a_standby_and_sends_nothing(
    discord: Discord, useapi: FakeUseapi, bots: Bots, postgres_url: str
) -> None:
    bots.timings = replace(SHORT, lead=LeaderTimings(renew=timedelta(seconds=1), session_timeout=timedelta(seconds=5)))
    script(useapi, free=1)
    async with two(bots, postgres_url) as (leader, standby):
        await looked(useapi)
        leader.suspend()
        script(useapi, free=0)
        assert headline(await discord.next_message(within=DEADLINE)) == FULL
        leader.wake()
        await leader.says("stands by again")
        await tells(discord, useapi, free=1)
        assert standby.count(LEADS) == 1
    assert told(discord) == [FULL, FREE]


async def test_a_lock_that_is_ended_and_a_server_that_restarts_cost_and_repeat_no_alert(
    discord: Discord, useapi: FakeUseapi, bots: Bots, own_postgres: Postgres
) -> None:
    script(useapi, free=1)
    url = own_postgres.url("migrated")
    await say(url, GREETED.format(discord.channel.id))
    async with two(bots, url):
        await ready(discord)
        await looked(useapi)
        await own_postgres.say("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        await tells(discord, useapi, free=0)
        await asyncio.to_thread(own_postgres.restart)
        await tells(discord, useapi, free=1)
        assert "3 of 4 free" in text_of(await discord.use("capacity"))
    assert told(discord) == [FULL, FREE]


async def test_a_rolling_restart_answers_every_command_and_tells_nothing_twice(
    discord: Discord, slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, on_slack: dict[str, str], postgres_url: str
) -> None:
    bots.timings = replace(SHORT, lead=UNHURRIED)
    bots.settings |= {**on_slack, "DATABASE_URL": postgres_url}
    script(useapi, free=1)
    async with bots.run() as old:
        await ready(discord)
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        await tells(discord, useapi, free=0)
        async with bots.run() as new:
            await new.says("Standing by: ")
            async with (
                asked_all_the_time(lambda: _ask(discord)) as asking,
                asked_all_the_time(lambda: _type(slack)) as typing,
            ):
                await asyncio.gather(asking.answered(20), typing.answered(20))
                script(useapi, free=1)
                assert await old.stop() == 0
                await asyncio.gather(asking.answered(20), typing.answered(20))
            answers = [*await asking.answers(), *await typing.answers()]
            await looked(useapi)
            assert [answer for answer in answers if "MiniMax" not in answer] == []
    assert told(discord) == [FULL, FREE]
    assert len(slack.posts()) == 2
    assert [line for line in (*old.lines, *new.lines) if "ERROR" in line or "Traceback" in line] == []


class Asking:
    """Asks ten times a second, and takes the answers."""

    def __init__(self, ask: Callable[[], Coroutine[None, None, str]]) -> None:
        self._ask = ask
        self._asked: list[asyncio.Task[str]] = []
        self._more = asyncio.Condition()

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            async with self._more:
                self._asked.append(asyncio.create_task(self._ask()))
                self._more.notify_all()
            await asyncio.sleep(0.1)

    async def answered(self, number: int) -> None:
        """Wait until this many more were asked, and all of these are answered."""
        first = len(self._asked)
        async with self._more:
            await self._more.wait_for(lambda: len(self._asked) >= first + number)
        await asyncio.gather(*self._asked[first : first + number])

    async def answers(self) -> list[str]:
        """Wait for all answers."""
        return await asyncio.gather(*self._asked)


@contextlib.asynccontextmanager
async def asked_all_the_time(ask: Callable[[], Coroutine[None, None, str]]) -> AsyncIterator[Asking]:
    """Ask again and again while entered."""
    asking = Asking(ask)
    task = asyncio.create_task(asking.run())
    try:
        yield asking
    finally:
        task.cancel()


async def _ask(discord: Discord) -> str:
    return text_of(await discord.use("capacity", {"provider": "minimax"}))


async def _type(slack: SlackWorkspace) -> str:
    asked = await slack.slash(slack.member, slack.channel, "minimax")
    return read(await asked.answered(within=DEADLINE)) if asked.ok else str(asked.error)


async def test_two_that_start_at_once_on_an_empty_database_lead_one_after_the_other(
    useapi: FakeUseapi, bots: Bots, postgres: Postgres
) -> None:
    script(useapi, free=1)
    async with (
        fresh_database(postgres, template="template1") as url,
        bots.run(DATABASE_URL=url) as one,
        bots.run(DATABASE_URL=url) as other,
    ):
        await looked(useapi)
        leader, standby = (one, other) if one.count(LEADS) else (other, one)
        assert standby.count(LEADS) == 0
        await leader.kill()
        await standby.says(LEADS)
        await looked(useapi)
