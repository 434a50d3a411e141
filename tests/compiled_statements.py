"""Statements compiled once for all engines of a process, as the one engine of a program compiles each once.

Each test has engines of its own, which would compile every statement anew: a third of what such a test costs.
"""

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncEngine

_MODULE = "bot.storage.transactions"
_ENOUGH = 1000
"""Maximum number of statements that stay compiled; the storage has some 200 for each database."""

_models: dict[tuple[str, str | None], "AsyncEngine"] = {}
"""An engine for each kind of database and connection; the others have its dialect."""


def pytest_collection_finish() -> None:
    """Let engines share what they compile, where a test uses any."""
    if _MODULE in sys.modules:
        share_statements()


def share_statements() -> None:
    """Let all engines that the bot makes in this process share what they compile, once it is imported."""
    vars(sys.modules[_MODULE])["create_async_engine"] = create_sharing_engine


def create_sharing_engine(url: "URL", **options: Any) -> "AsyncEngine":  # noqa: ANN401 - create_async_engine's own
    """Make an engine as ``create_async_engine`` does, that knows what those before it have learnt."""
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - half a second, for every run of pure tests

    kind = url.get_backend_name(), options.get("isolation_level")
    # Statements are compiled for a dialect, and an engine that has connected has one that knows its server.
    known = kind in _models and _models[kind].dialect.server_version_info is not None
    engine = create_async_engine(url, **options)
    engine.sync_engine.update_execution_options(compiled_cache=_compiled())
    if known:
        engine.sync_engine.dialect = _models[kind].dialect
    else:
        _models[kind] = engine
    return engine


@functools.cache
def _compiled() -> Any:  # noqa: ANN401 - of statements, which only SQLAlchemy can name
    from sqlalchemy.util import LRUCache  # noqa: PLC0415 - half a second, for every run of pure tests

    return LRUCache(_ENOUGH)
