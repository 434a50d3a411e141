"""A loopback Slack and Slack's own clients that live on it, for the tests of the fake itself."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import SlackWorkspace


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as started:
        yield started


@pytest.fixture
def web(slack: SlackWorkspace) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.url, retry_handlers=[])
