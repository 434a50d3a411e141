"""Every statement of the store runs on both databases, and both answer alike; what depends on one is tested beside."""

import ast
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.storage
from bot.storage.database import Store
from bot.storage.transactions import make_engine
from tests.moments import NOON
from tests.storage.store_walk import walk

FOLDER = Path(bot.storage.__file__).parent
EXECUTING = ("execute", "stream", "stream_scalars")


def statements() -> set[tuple[str, int]]:
    """Return the file and line of each call that has the database execute a statement."""
    return {
        (file.name, node.lineno)
        for file in FOLDER.glob("*.py")
        if "leader" not in file.name  # only programs on PostgreSQL compete for it
        for waited in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(waited, ast.Await)
        and isinstance(node := waited.value, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in EXECUTING
    }


def transactions(method: ast.AsyncFunctionDef) -> int:
    """Count what writes in a method: its own transactions, and other methods, which have theirs unless handed one."""
    nodes = [*ast.walk(method)]
    called = [one.func for one in nodes if isinstance(one, ast.Call)]
    own = [one for one in called if isinstance(one, ast.Name) and one.id == "writing"]
    awaited = [ast.unparse(one.value) for one in nodes if isinstance(one, ast.Await)]
    others = [one for one in awaited if one.startswith("self.") and "(connection" not in one]
    return len(own) + len(others)


def test_what_a_method_of_a_store_writes_is_one_transaction() -> None:
    methods = {
        f"{file.name}: {method.name}": transactions(method)
        for file in (FOLDER / "database.py", *FOLDER.glob("*store.py"))
        for method in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(method, ast.AsyncFunctionDef)
    }
    assert sum(methods.values()) > 40
    assert [name for name, count in methods.items() if count > 1] == []


async def answers(url: str) -> list[object]:
    """Walk past every statement, and return what was answered."""
    store = Store(make_engine(make_url(url)), now=lambda: NOON)
    try:
        return [answer async for answer in walk(store)]
    finally:
        await store.close()


async def test_every_statement_runs_on_both_and_is_answered_alike(
    migrated_file: Path, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_sqlite = await answers(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path)}")
    executed = set()

    def noting(name: str) -> Any:  # noqa: ANN401 - a method of SQLAlchemy's
        method = getattr(AsyncConnection, name)

        def note(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
            caller = sys._getframe(1)  # noqa: SLF001 - who calls is what we ask
            executed.add((Path(caller.f_code.co_filename).name, caller.f_lineno))
            return method(*arguments, **options)

        return note

    for name in EXECUTING:
        monkeypatch.setattr(AsyncConnection, name, noting(name))

    for ours, theirs in zip(on_sqlite, await answers(postgres_url), strict=True):
        assert ours == theirs
    assert statements() - executed == set(), "tests/storage/store_walk.py does not come past these statements"
