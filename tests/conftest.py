"""What every test may ask for, which tests begin first, and how long properties are tried.

``HYPOTHESIS_PROFILE=thorough`` tries every property a thousand times.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("gate", max_examples=50)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

pytest_plugins = ["tests.databases"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: the others are done meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
