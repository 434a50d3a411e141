"""A scripted useapi.net, and a client that asks it."""

from collections.abc import AsyncIterator

import pytest

from bot.providers.useapi_client import UseapiClient
from tests.fakes.useapi import TOKEN, FakeUseapi


@pytest.fixture
async def useapi() -> AsyncIterator[FakeUseapi]:
    async with FakeUseapi() as fake:
        yield fake


@pytest.fixture
async def client(useapi: FakeUseapi) -> AsyncIterator[UseapiClient]:
    async with UseapiClient(useapi.url + "/", TOKEN, time_limit=5.0) as asking:
        yield asking
