"""Loads SQLAlchemy's asynchronous engine without its ORM, which nothing here uses.

The package ``sqlalchemy.ext.asyncio`` imports both the engine and the ORM's sessions: 38 modules, which take 6 MB of
memory and a tenth of the time until the bot is ready.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import sqlalchemy.ext

_PACKAGE = "sqlalchemy.ext.asyncio"


def leave_out_orm() -> None:
    """Replace SQLAlchemy's package by one with the engine only, unless it is loaded already."""
    if _PACKAGE in sys.modules:
        return
    package = ModuleType(_PACKAGE, "The engine of SQLAlchemy's own package of this name.")
    package.__path__ = [str(Path(folder, "asyncio")) for folder in sqlalchemy.ext.__path__]
    sys.modules[_PACKAGE] = package
    engine = importlib.import_module(f"{_PACKAGE}.engine")
    for name in ("AsyncConnection", "AsyncEngine", "AsyncTransaction", "create_async_engine"):
        setattr(package, name, getattr(engine, name))
