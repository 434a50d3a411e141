"""A loopback Slack, which holds against the bot what a correct one would not have done."""

from collections.abc import AsyncIterator

import pytest

from bot.alerts.alert import Alert
from bot.chat.slack.slack_ids import number_of
from tests.chat.slack.posting import Posting, posting
from tests.delivery.far_end_log import full
from tests.fakes.slack import SlackWorkspace


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as started:
        yield started
        assert started.problems == []


@pytest.fixture
async def bot(slack: SlackWorkspace) -> AsyncIterator[Posting]:
    async with posting(slack) as made:
        yield made


@pytest.fixture
def alert(slack: SlackWorkspace) -> Alert:
    return full("abcdefgh", number_of(slack.channel.id))
