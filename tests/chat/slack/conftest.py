"""A loopback Slack, which holds against the bot what a correct one would not have done."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack import SlackWorkspace


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as started:
        yield started
        assert started.problems == []
