"""A loopback Slack, which holds against the bot what a correct one would not have done."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.alerts.alert import Alert
from bot.chat.feature import Caller
from bot.chat.slack.channel_directory import SlackChannels
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
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


@pytest.fixture
async def workspace(slack: SlackWorkspace) -> AsyncIterator[Workspace]:
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        yield Workspace(api, monotonic=asyncio.get_running_loop().time)


@pytest.fixture
def channels(workspace: Workspace) -> SlackChannels:
    return SlackChannels(workspace)


@pytest.fixture
def caller(slack: SlackWorkspace) -> Caller:
    return Caller(
        guild=number_of(slack.world.team), channel=number_of(slack.channel.id), member=number_of(slack.member.id)
    )
