"""Slack, put together: what becomes of the program where Slack refuses one token, or both."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from bot.alerts.alert import Alert, Drill
from bot.app.chat_platform import Answering
from bot.app.slack_platform import SlackPlatform
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Feature
from bot.chat.message import Message
from bot.chat.slack import slash_command
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.web_api import SlackApi
from bot.chat.wording.account_names import AccountNames
from bot.errors import AppRefused
from bot.platforms import CommandName
from bot.settings.schema import SimulatedSettings
from bot.storage.database import Store
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.slack.talking import Studio
from tests.fakes.feed import GIVE_UP_AFTER
from tests.fakes.slack import Fault, SlackWorkspace, read
from tests.far_end import unnoted
from tests.moments import NOON

NOT_TAKEN = "token_revoked"


@pytest.fixture
async def slack() -> AsyncIterator[SlackWorkspace]:
    async with SlackWorkspace() as made:
        yield made


@contextlib.asynccontextmanager
async def running(
    slack: SlackWorkspace,
    store: Store,
    features: Sequence[Feature] = (),
    time_left: Callable[[], float] = lambda: 0.0,
) -> AsyncIterator[tuple[SlackPlatform, asyncio.Event]]:
    """Run the platform until the block ends; the event is set once nobody need wait for it."""
    settings = SimulatedSettings(_env_file=None, slack_bot_token=slack.bot_token, slack_app_token=slack.app_token)
    ready = asyncio.Event()

    async def connected() -> None:
        ready.set()

    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api, asyncio.TaskGroup() as group:
        platform = SlackPlatform(settings, api, lambda _: Message())
        answering = Answering(
            dispatcher=Dispatcher(tuple(features), AccountNames()),
            watches=WatchRegistry(store.watches, ()),
            told=tuple,
            connected=connected,
            time_left=time_left,
        )
        task = group.create_task(platform.run(answering))
        yield platform, ready
        task.cancel()


async def test_a_refused_app_token_is_named_and_nobody_waits_for_an_answer(
    slack: SlackWorkspace, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    slack.terms.app_token_error = NOT_TAKEN
    async with running(slack, store) as (platform, ready), asyncio.timeout(GIVE_UP_AFTER):
        await ready.wait()
        await asyncio.sleep(0)
        found = platform.health.connection()

    assert (found.alive, found.takes_messages) == (False, True)
    (trouble,) = found.troubles
    assert trouble.startswith("Commands can't be answered: Slack refused the app's token")
    assert "make a new one (Basic Information, App-Level Tokens) and set SLACK_APP_TOKEN" in trouble
    assert caplog.text.count("can't be answered") == 1


async def test_where_nobody_knows_about_the_bot_token_the_platform_stays(
    slack: SlackWorkspace, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    slack.terms.app_token_error = NOT_TAKEN
    slack.faults.add("auth.test", Fault.error("internal_error"), times=None)
    async with running(slack, store) as (_, ready), asyncio.timeout(GIVE_UP_AFTER):
        await ready.wait()
        while "Slack does not say who the bot is" not in caplog.text:  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.01)


async def test_two_refused_tokens_end_it(slack: SlackWorkspace, store: Store) -> None:
    slack.terms.app_token_error = slack.terms.token_error = NOT_TAKEN
    with pytest.raises(ExceptionGroup) as ended:
        async with running(slack, store) as (_, ready), asyncio.timeout(GIVE_UP_AFTER):
            await ready.wait()

    assert ended.group_contains(AppRefused, match="Slack refused the bot's token: .*SLACK_BOT_TOKEN")


async def test_a_bot_token_that_is_taken_back_later_ends_it_too(slack: SlackWorkspace, store: Store) -> None:
    async def live() -> None:
        async with running(slack, store) as (_, ready), asyncio.timeout(GIVE_UP_AFTER):
            await ready.wait()
            await slack.wait_for(lambda: slack.calls("auth.test"))
            slack.terms.app_token_error = slack.terms.token_error = NOT_TAKEN
            await slack.sockets.drop()
            await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup) as ended:
        await live()

    assert ended.group_contains(AppRefused, match="Slack refused the bot's token: .*Slack refused the app's token")


async def test_who_has_asked_is_answered_after_the_sockets_were_closed(
    slack: SlackWorkspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slash_command, "ANSWER_WITHIN", 0.05)
    studio = Studio()

    def answer_from_now_on() -> float:
        studio.held.set()
        return GIVE_UP_AFTER

    async with running(slack, store, studio.features(), answer_from_now_on) as (_, ready):
        await ready.wait()
        asked = await slack.slash(slack.member, slack.channel, "wait")
    assert asked.payload is None
    assert "At last" in read(await asked.answered())


async def test_an_alert_names_the_command_that_the_settings_name(slack: SlackWorkspace) -> None:
    settings = SimulatedSettings(
        _env_file=None, slack_bot_token=slack.bot_token, slack_app_token=slack.app_token, slack_command="slots"
    )
    async with SlackApi(slack.bot_token, slack.app_token, base_url=slack.url) as api:
        platform = SlackPlatform(settings, api, lambda _: Message(headline=(CommandName("watch list"),)))
        await platform.delivery.post(
            Alert(key="a" * 20, channel=number_of(slack.channel.id), at=NOON, content=Drill()), unnoted
        )
    assert "/slots watch list" in slack.posts()[0].text
