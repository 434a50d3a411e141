"""SQL of our own, past the store."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import NullPool, Row, make_url, text

from tests.compiled_statements import create_sharing_engine


async def say(url: str, *statements: str, values: Mapping[str, object] | None = None) -> None:
    """Execute statements in one transaction."""
    async with create_sharing_engine(make_url(url), poolclass=NullPool).begin() as connection:
        for statement in statements:
            await connection.execute(text(statement), values)


async def ask(url: str, question: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows that answer a question."""
    (rows,) = await ask_each(url, question)
    return rows


async def ask_each(url: str, *questions: str) -> list[Sequence[Row[*tuple[Any, ...]]]]:
    """Return the rows that answer each question, over one connection."""
    async with create_sharing_engine(make_url(url), poolclass=NullPool).connect() as connection:
        return [(await connection.execute(text(question))).all() for question in questions]
