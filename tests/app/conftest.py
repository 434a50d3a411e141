"""What tests of the programs ask for."""

from collections.abc import AsyncIterator

import pytest

from tests.app.useapi_answers import FREE, ROSTER
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import forks

__all__ = ["forks", "useapi"]


@pytest.fixture
async def useapi() -> AsyncIterator[FakeUseapi]:
    async with FakeUseapi() as fake:
        fake.answers["/v1/kling/accounts"] = Reply(body=ROSTER)
        fake.answers["/v1/kling/scheduler/available"] = Reply(body=FREE)
        yield fake
