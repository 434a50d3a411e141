"""Converts the JSON bodies that an older version stored; one that is not in the old shape stays as it is."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa
from alembic import op

Convert: TypeAlias = Callable[[dict[str, Any]], Mapping[str, object]]

_AT_A_TIME = 1_000


def convert_bodies(table: sa.TableClause, convert: Convert) -> None:
    """Convert the bodies of a table with an ``id``, a thousand at a time."""
    connection = op.get_bind()
    change = sa.update(table).where(table.c.id == sa.bindparam("of")).values(body=sa.bindparam("says"))
    batch = sa.select(table.c.id, table.c.body).order_by(table.c.id).limit(_AT_A_TIME)
    last = 0
    while rows := connection.execute(batch.where(table.c.id > last)).all():
        last = rows[-1].id
        connection.execute(change, [{"of": row.id, "says": converted(row.body, convert)} for row in rows])


def converted(body: str, convert: Convert) -> str:
    """Return a body converted."""
    try:
        return json.dumps(convert(json.loads(body)))
    except (ValueError, TypeError, LookupError, AttributeError):
        return body
