"""What goes into a column comes out of it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, NullPool, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.column_types import AnyText, Moment
from tests.databases import ON_BOTH
from tests.moments import NOON, after
from tests.storage.records import AWKWARD

_texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("\\\0\ud800\udfff0dcf"))
_dialect = sqlite.dialect()

_note = Table(
    "note", MetaData(), Column("id", Integer, primary_key=True), Column("at", Moment), Column("words", AnyText)
)


@given(_texts)
def test_any_text_comes_back_and_holds_nothing_that_a_database_refuses(text: str) -> None:
    stored = AnyText().process_bind_param(text, _dialect)
    assert stored is not None
    assert "\0" not in stored
    assert stored.encode("utf-8")[:0] == b""
    assert AnyText().process_result_value(stored, _dialect) == text


def test_ordinary_text_is_stored_as_it_is() -> None:
    assert AnyText().process_bind_param("jo@example.com \U0001f3ac", _dialect) == "jo@example.com \U0001f3ac"


@ON_BOTH
async def test_moments_and_texts_come_back_as_they_were(new_database_url: str) -> None:
    eastward = timezone(timedelta(hours=5, minutes=45))
    moments = [
        NOON,
        after(microseconds=1),
        NOON.astimezone(eastward),
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
        None,
    ]
    engine = create_async_engine(new_database_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_note.create)
        await connection.execute(insert(_note), [{"at": at, "words": AWKWARD} for at in moments])
        await connection.execute(insert(_note).values(at=None, words=None))
        rows = (await connection.execute(select(_note.c.at, _note.c.words).order_by(_note.c.id))).all()
        since_noon = await connection.execute(select(_note.c.at).where(_note.c.at > NOON).order_by(_note.c.at))
        later = since_noon.scalars().all()
    assert [row.at for row in rows] == [*moments, None]
    assert all(row.at.tzinfo is UTC for row in rows if row.at is not None)
    assert [row.words for row in rows] == [AWKWARD] * len(moments) + [None]
    assert later == [moments[1], moments[4]]


async def test_a_moment_without_a_time_zone_is_refused(new_database_url: str) -> None:
    engine = create_async_engine(new_database_url, poolclass=NullPool)
    async with engine.connect() as connection:
        with pytest.raises(StatementError, match="no time zone"):
            await connection.execute(select(_note.c.id).where(_note.c.at == NOON.replace(tzinfo=None)))
