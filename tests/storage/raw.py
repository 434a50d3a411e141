"""SQL of our own, past the store."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import NullPool, Row, text
from sqlalchemy.ext.asyncio import create_async_engine


async def say(url: str, *statements: str, values: Mapping[str, object] | None = None) -> None:
    """Execute statements in one transaction."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement), values)


async def ask(url: str, question: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows that answer a question."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        return (await connection.execute(text(question))).all()
