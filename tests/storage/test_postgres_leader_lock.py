"""The lead of several programs on one PostgreSQL database: who has it, and what the others may not write."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.errors import BadDatabase, LeadLost
from bot.storage import postgres_leader_lock as lead_module
from bot.storage.database import Store
from bot.storage.leader_lock import LeaderTimings
from bot.storage.open_database import open_lead, open_store
from bot.storage.postgres_leader_lock import PostgresLeaderLock
from bot.storage.transactions import fenced, make_engine, make_lead_engine, writing
from tests.fakes.feed import GIVE_UP_AFTER
from tests.moments import NOON, UP
from tests.rows import each_row
from tests.storage.raw import ask, say
from tests.storage.records import FULL, alert, evaluation_with

HOLDERS = (
    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
SETTINGS = {"POLL_SECONDS": "30", "USEAPI_TOKEN": "user:1-hush"}


SHORT = LeaderTimings(renew=timedelta(milliseconds=50), nobody=timedelta(milliseconds=100))


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the other timings short: the database is on the same machine."""
    monkeypatch.setattr(lead_module, "TRY_EVERY", timedelta(milliseconds=20))
    monkeypatch.setattr(lead_module, "_LINGER", 0.05)


@contextlib.asynccontextmanager
async def program(
    url: str, name: str, *, timings: LeaderTimings = SHORT, **settings: str
) -> AsyncIterator[PostgresLeaderLock]:
    """Run as much of a program as may lead."""
    compared = {**SETTINGS, **settings}
    async with await open_lead(url, program=name, settings=compared, now=lambda: NOON, timings=timings) as lead:
        yield lead


async def standing_by(program: PostgresLeaderLock) -> None:
    """Wait until a program knows who leads."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while program.leader is None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def leading(url: str, lead: PostgresLeaderLock) -> AsyncIterator[Store]:
    """Take the lead, and open the store of the program that leads."""
    await lead.take()
    store = await open_store(url, now=lambda: NOON, fence=lead.fence)
    await lead.begin_term()
    yield store
    await store.close()


async def test_one_program_leads_and_the_next_whose_settings_differ_after_it(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot")
    patient = replace(SHORT, hand_over=timedelta(minutes=2))
    async with program(postgres_url, "second", timings=patient, USEAPI_TOKEN="user:2-other") as second:
        async with program(postgres_url, "first") as first:
            await first.take()
            await first.begin_term()
            taking = asyncio.create_task(second.take())
            await standing_by(second)
            (said,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
            assert said.startswith("These settings differ from the leader's (first): USEAPI_TOKEN.")
            (stored,) = await ask(postgres_url, "SELECT settings FROM lead")
            assert "POLL_SECONDS" in str(stored)
            assert "hush" not in str(stored)
            await asyncio.sleep(3 * lead_module.TRY_EVERY.total_seconds())
            assert not taking.done()
            assert second.leader is not None
            assert (second.leader.program, second.leader.since, second.leader.is_other) == ("first", NOON, True)
        await asyncio.wait_for(taking, GIVE_UP_AFTER)
        await second.begin_term()
        assert second.leader.program == "second"
        await asyncio.wait_for(second.hand_over(), GIVE_UP_AFTER)  # nobody stands by


async def test_who_was_followed_writes_nothing_more(postgres_url: str) -> None:
    async with (
        program(postgres_url, "first") as first,
        program(postgres_url, "second") as second,
        leading(postgres_url, first) as old,
    ):
        await old.outbox.owe([alert("before")], NOON)
        (owed,) = [await old.outbox.oldest_owed(channel) for channel in await old.outbox.owed_channels()]
        assert owed is not None
        await first.step_down()  # the server ended its session, and it does not know
        async with leading(postgres_url, second) as new:
            for write in (
                old.outbox.note_attempt(owed.id, owed.version, NOON),
                old.save_evaluation("minimax", evaluation_with(FULL), NOON),
                old.messages.note_edit(owed.id, NOON, UP),
                old.outbox.owe([alert("after")], NOON),
            ):
                with pytest.raises(LeadLost):
                    await write
            with pytest.raises(LeadLost):
                await first.watch()
            await new.outbox.note_attempt(owed.id, owed.version, NOON)
            stored = await new.alerts.get("before")
            assert stored is not None
            assert stored.attempts == 1
            assert await new.alerts.get("after") is None


async def test_a_take_over_waits_for_the_transaction_that_marks_an_alert_as_being_sent(postgres_url: str) -> None:
    engine = make_engine(make_url(postgres_url))
    async with (
        program(postgres_url, "first") as first,
        program(postgres_url, "second") as second,
        leading(postgres_url, first),
    ):
        await first.step_down()
        await second.take()
        async with writing(fenced(engine, first.fence)):
            following = asyncio.create_task(second.begin_term())
            await asyncio.wait({following}, timeout=0.3)
            assert not following.done()
        await asyncio.wait_for(following, GIVE_UP_AFTER)
    await engine.dispose()


@each_row("holding", ["the lead", "a transaction"])
async def test_a_leader_suspended_in_the_middle_of_a_statement_is_followed(postgres_url: str, holding: str) -> None:
    lead_engine, engine = make_lead_engine(make_url(postgres_url)), make_engine(make_url(postgres_url))
    sessions: list[DBAPIConnection | None] = []
    event.listen(lead_engine.sync_engine, "connect", lambda session, _: sessions.append(session))
    first = PostgresLeaderLock(lead_engine, program="first", settings=SETTINGS, now=lambda: NOON)
    at_once = replace(SHORT, renew=SHORT.session_timeout)
    async with (
        first,
        program(postgres_url, "second", timings=at_once) as second,
        leading(postgres_url, first),
        engine.connect() as writer,
    ):
        if holding == "a transaction":
            await first.step_down()  # the server ended that session, which was idle
            await first.fence.check(writer)
            sessions.append((await writer.get_raw_connection()).dbapi_connection)
        # Parsed and not executed: to the server the session is neither idle nor idle in its transaction.
        assert sessions[-1] is not None
        await sessions[-1].driver_connection.prepare("SELECT 1")
        async with asyncio.timeout(GIVE_UP_AFTER):
            await second.take()
            await second.begin_term()
        await writer.invalidate()
    await engine.dispose()


async def taken_again(url: str, before: object) -> None:
    """Wait until another session holds the lock."""
    async with asyncio.timeout(GIVE_UP_AFTER):
        while await ask(url, HOLDERS) in (before, []):  # noqa: ASYNC110 - a server tells nobody of its locks
            await asyncio.sleep(0.05)


async def test_a_leader_whose_connection_was_cut_takes_the_lock_again(postgres_url: str) -> None:
    async with program(postgres_url, "first") as first, leading(postgres_url, first) as store:
        async with first.held():
            before = await ask(postgres_url, HOLDERS)
            await first.step_down()  # the server ended its session, which was silent for too long
            await taken_again(postgres_url, before)
        watching = asyncio.create_task(first.watch())
        before = await ask(postgres_url, HOLDERS)
        await first.step_down()
        await taken_again(postgres_url, before)
        assert not watching.done()
        async with program(postgres_url, "second") as second:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(second.take(), 5 * lead_module.TRY_EVERY.total_seconds())
        await store.outbox.owe([alert("still")], NOON)
        watching.cancel()


async def test_a_start_keeps_the_lock_and_ends_if_it_was_followed(postgres_url: str) -> None:
    restless = replace(SHORT, renew=timedelta())
    async with program(postgres_url, "first", timings=restless) as first, leading(postgres_url, first):
        before = await ask(postgres_url, HOLDERS)
        for number in range(20):
            async with first.held():
                await asyncio.sleep(0.001 * number)
        assert await ask(postgres_url, HOLDERS) == before  # whoever takes it again is another session
        with pytest.raises(LeadLost):
            await followed_while_it_loads(first, postgres_url)


async def followed_while_it_loads(first: PostgresLeaderLock, url: str) -> None:
    """Load for as long as another program takes to lead."""
    async with first.held():
        # As if another had led meanwhile: a real one might find the lock taken again by this one.
        await say(url, "UPDATE lead SET epoch = epoch + 1")
        async with asyncio.timeout(GIVE_UP_AFTER):
            await first.fence.lost.wait()


async def test_a_handed_over_lead_is_waited_for_until_the_next_program_answers(postgres_url: str) -> None:
    timings = LeaderTimings(hand_over=timedelta(minutes=2), nobody=timedelta(minutes=1))
    async with (
        program(postgres_url, "first", timings=timings) as first,
        program(postgres_url, "second") as second,
        leading(postgres_url, first),
    ):
        taking = asyncio.create_task(second.take())
        handing_over = asyncio.create_task(first.hand_over())
        await asyncio.wait_for(taking, GIVE_UP_AFTER)
        await second.begin_term()
        # Longer than it lingers once the next program answers.
        await asyncio.wait({handing_over}, timeout=0.3)
        assert not handing_over.done()
        await second.note_ready()
        await asyncio.wait_for(handing_over, GIVE_UP_AFTER)


async def test_a_standby_that_has_the_lock_is_waited_for_until_it_leads(postgres_url: str) -> None:
    timings = LeaderTimings(hand_over=timedelta(minutes=2), nobody=timedelta())
    async with (
        program(postgres_url, "first", timings=timings) as first,
        program(postgres_url, "second") as second,
        leading(postgres_url, first),
    ):
        await first.step_down()
        await second.take()
        handing_over = asyncio.create_task(first.hand_over())
        await asyncio.wait({handing_over}, timeout=0.5)
        assert not handing_over.done()
        await second.begin_term()
        await second.note_ready()
        await asyncio.wait_for(handing_over, GIVE_UP_AFTER)


async def test_a_standby_older_than_the_database_ends_with_its_sentence(postgres_url: str) -> None:
    async with program(postgres_url, "first") as first, leading(postgres_url, first):
        await say(postgres_url, "UPDATE alembic_version SET version_num = '9999'")
        async with program(postgres_url, "second") as second:
            with pytest.raises(BadDatabase, match="revision 9999"):
                await second.take()


async def test_a_database_that_refuses_the_program_is_named(postgres_url: str) -> None:
    with pytest.raises(BadDatabase, match="can't be opened or brought up to date"):
        await open_lead(postgres_url.replace("/test_", "/none_"), program="p", settings={}, now=lambda: NOON)
