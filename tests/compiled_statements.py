"""Statements compiled once for all engines of a process, as the one engine of a program compiles each once.

Each test has engines of its own, which would compile every statement anew: a third of what such a test costs.
"""

import sys
from typing import Any

import pytest

_MODULE = "bot.storage.database_engine"
_ENOUGH = 1000
"""Maximum number of statements that stay compiled; the storage has some 200 for each database."""


def pytest_collection_finish() -> None:
    """Let engines share what they compile, where a test uses any."""
    if _MODULE not in sys.modules:
        return
    from sqlalchemy import URL  # noqa: PLC0415 - half a second, for every run of pure tests
    from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine  # noqa: PLC0415 - as above
    from sqlalchemy.util import LRUCache  # noqa: PLC0415 - as above

    compiled: LRUCache[Any, Any] = LRUCache(_ENOUGH)
    models: dict[tuple[str, str | None], AsyncEngine] = {}

    def create(url: URL, **options: Any) -> AsyncEngine:  # noqa: ANN401 - create_async_engine's own
        engine = create_async_engine(url, **options)
        engine.sync_engine.update_execution_options(compiled_cache=compiled)
        kind = url.get_backend_name(), options.get("isolation_level")
        # Statements are compiled for a dialect, and an engine that has connected has one that knows its server.
        if kind in models and models[kind].dialect.server_version_info is not None:
            engine.sync_engine.dialect = models[kind].dialect
        else:
            models[kind] = engine
        return engine

    pytest.MonkeyPatch().setattr(f"{_MODULE}.create_async_engine", create)
