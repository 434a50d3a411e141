"""Parts of a program that another one has followed: they end with that, and report no bug and no broken database."""

from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app.retention import delete_old_rows
from bot.errors import LeadLost
from bot.reports.report_sender import ReportSender
from bot.storage.database import Store
from bot.storage.leader_fence import LeaderFence
from bot.storage.open_database import open_store
from bot.waitlist.offer_order import PresentWaiters
from bot.waitlist.waitlist import Waitlist
from tests.chat.recorded_past import RecordedPast
from tests.delivery.far_end_log import amend, editor_of, full, tell
from tests.far_end import FarEnd
from tests.moments import NOON
from tests.reports.test_report_sender import WEEKLY
from tests.rows import each_row

Part = Callable[[Store], Coroutine[Any, Any, None]]


@pytest.fixture
async def followed(store: Store, database_url: str) -> AsyncIterator[Store]:
    """Yield a store of a program that another has followed, with something to do for each part."""
    await store.reports.add(replace(WEEKLY, due_at=NOON))
    await tell(store, full("a"))
    await amend(store, "a", 2)
    opened = await open_store(database_url, now=lambda: NOON, fence=LeaderFence())
    yield opened
    await opened.close()


def waiting(store: Store) -> Coroutine[Any, Any, None]:
    return Waitlist(store.waiters, PresentWaiters(now=lambda: NOON), wake=lambda: None, now=lambda: NOON).run()


def reporting(store: Store) -> Coroutine[Any, Any, None]:
    maker = RecordedPast(store).maker()
    return ReportSender(store.reports, maker, providers=lambda: ("minimax",), wake=lambda: None, now=lambda: NOON).run()


def deleting(store: Store) -> Coroutine[Any, Any, None]:
    return delete_old_rows(store, timedelta(days=30), lambda: NOON)


def editing(store: Store) -> Coroutine[Any, Any, None]:
    return editor_of(store.messages, FarEnd()).run()


@each_row("part", [waiting, reporting, deleting, editing])
async def test_a_lost_lead_ends_a_part_and_is_logged_as_nothing_else(
    followed: Store, part: Part, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises((LeadLost, BaseExceptionGroup)) as ended:
        await part(followed)
    assert ended.group_contains(LeadLost) if isinstance(ended.value, BaseExceptionGroup) else True
    assert [record.message for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []
