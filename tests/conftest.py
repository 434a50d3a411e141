"""What every test may ask for, and which tests begin first."""

import pytest

pytest_plugins = ["tests.databases"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: the others are done meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
