"""What the bot's health says of Slack: the connection, what is let through, scopes, a second program, channels."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.clock import now
from bot.chat.slack.api_answers import SlackRefused
from bot.chat.slack.app_scopes_and_tokens import AppRefusal, lacking
from bot.chat.slack.channel_directory import SlackChannels
from bot.chat.slack.platform_health import TWO_PROGRAMS, SlackHealth
from bot.chat.slack.post_and_edit_rates import EditBudget, Urgency
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.socket_connection import SocketConnection
from bot.chat.slack.socket_envelopes import Envelope
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from tests.chat.slack.running_socket import end
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.slack import SlackWorkspace


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as made:
        yield made


async def _ignore(_: Envelope) -> None:
    """Answer nothing."""


class Bot:
    """The parts of a bot whose health is asked for."""

    def __init__(self, api: SlackApi) -> None:
        self.socket = SocketConnection(api, sleep=asyncio.sleep, monotonic=time.monotonic)
        self.workspace = Workspace(api, monotonic=time.monotonic)
        self.app_refusal, self.edits = AppRefusal(time.monotonic), EditBudget(time.monotonic)
        self.api = api
        self.health = SlackHealth(
            api=api,
            socket=self.socket,
            app_refusal=self.app_refusal,
            workspace=self.workspace,
            channels=SlackChannels(self.workspace),
            edits=self.edits,
            now=now,
        )


@pytest.fixture
async def bot(slack: SlackWorkspace) -> AsyncIterator[Bot]:
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        yield Bot(api)


@asynccontextmanager
async def connected(bot: Bot) -> AsyncIterator[None]:
    """Stay connected meanwhile."""
    hello = asyncio.Event()

    async def greet() -> None:
        hello.set()

    running = asyncio.create_task(bot.socket.run(_ignore, connected=greet, refused=end))
    try:
        async with asyncio.timeout(GIVE_UP_AFTER):
            await hello.wait()
        yield
    finally:
        running.cancel()
        await asyncio.wait({running})


async def test_a_socket_that_said_hello_is_a_connection_since_then(bot: Bot) -> None:
    before = bot.health.connection()
    assert (before.alive, before.since, before.takes_messages) == (False, None, True)
    assert before.troubles == ("The bot has not connected to Slack yet.",)
    async with connected(bot):
        there = bot.health.connection()
    assert (there.alive, there.troubles, there.facts) == (True, (), ())
    assert there.since is not None
    assert now() - there.since < timedelta(seconds=60)


async def test_another_program_with_the_same_token_needs_a_person(bot: Bot, slack: SlackWorkspace) -> None:
    async with (
        SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api,
        connected(Bot(api)),
        connected(bot),
    ):
        assert bot.health.connection().troubles == (TWO_PROGRAMS,)


async def test_an_app_that_is_refused_takes_no_messages(bot: Bot) -> None:
    bot.app_refusal.note_refused(SlackRefused("chat.postMessage", "token_revoked"))
    found = bot.health.connection()
    assert not found.takes_messages
    assert found.troubles[-1] == (
        "Slack answered chat.postMessage with token_revoked: install the app again and set SLACK_BOT_TOKEN."
    )


async def test_scopes_that_were_not_granted_are_named(bot: Bot, slack: SlackWorkspace) -> None:
    slack.terms.scopes -= {"files:write", "usergroups:read"}
    await bot.workspace.identity()
    named = [sentence.partition(",")[0] for sentence in bot.health.connection().troubles[1:]]
    assert named == ["The app lacks the scope usergroups:read", "The app lacks the scope files:write"]


@pytest.mark.parametrize("at_most_once", [False, True])
async def test_without_the_scope_to_look_it_says_what_becomes_of_an_alert_in_doubt(
    bot: Bot, slack: SlackWorkspace, *, at_most_once: bool
) -> None:
    slack.terms.scopes -= {"channels:history"}
    await bot.workspace.identity()
    found = replace(bot.health, at_most_once=at_most_once).connection()
    what = "dropped" if at_most_once else "posted again"
    assert found.troubles[1:] == (
        lacking("channels:history"),
        f"Where it may not look, an alert that may have been posted is {what} (SLACK_WITHOUT_HISTORY).",
    )


async def test_a_missing_scope_is_named_once_until_it_is_there(bot: Bot, slack: SlackWorkspace) -> None:
    slack.terms.scopes.discard("chat:write")
    with pytest.raises(SlackRefused) as missing:
        await bot.api.call("chat.postMessage", channel=slack.channel.id, text="hello")
    bot.app_refusal.note_refused(missing.value)
    found = bot.health.connection()
    assert not found.takes_messages
    assert found.troubles[1:] == (lacking("chat:write"),)
    slack.terms.scopes.add("chat:write")
    await bot.api.call("chat.postMessage", channel=slack.channel.id, text="hello")
    bot.app_refusal.note_worked()
    assert bot.health.connection().troubles[1:] == ()


async def test_edits_that_wait_for_their_turn_are_counted(bot: Bot) -> None:
    for number in range(10):
        bot.edits.take(str(number), Urgency.BOARD)
    waiting = bot.edits.waiting
    assert waiting > 3
    assert bot.health.connection().facts == (
        f"Slack takes some 50 edits a minute; {waiting} of the bot's wait for their turn.",
    )


async def test_what_a_channel_lacks_is_known_once_slack_was_asked(bot: Bot, slack: SlackWorkspace) -> None:
    other = slack.world.add_channel("alerts", has_bot=False)
    assert bot.health.missing(number_of(other.id), None) is None
    await bot.workspace.channel(other.id)
    assert bot.health.missing(number_of(other.id), None) == (
        "Invite the bot: type /invite @capacity-bot in the channel.",
    )
    assert bot.health.missing(5, None) is None
