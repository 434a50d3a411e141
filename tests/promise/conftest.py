"""The database that every life begins with."""

from pathlib import Path

import pytest

from tests.promise import life


@pytest.fixture(scope="session", autouse=True)
def _migrated(migrated_file: Path) -> None:
    """Share the file that all tests of a database copy."""
    life.migrated.file = migrated_file
