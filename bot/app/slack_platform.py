"""Puts Slack together: one connection, and the parts that post messages and know the workspace."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from bot.alerts.alert import Alert
from bot.app.chat_platform import Answering
from bot.app.clock import now
from bot.app.leader_term import Part, out_of_groups
from bot.chat.message import Message
from bot.chat.slack.alert_delivery import SlackDelivery
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.app_scopes_and_tokens import AppRefusal, app_help
from bot.chat.slack.channel_checks import ChannelChecks
from bot.chat.slack.channel_directory import SlackChannels
from bot.chat.slack.delivery_refusals import Meaning, meaning_of
from bot.chat.slack.interaction_router import SlackConversation
from bot.chat.slack.platform_health import SlackHealth
from bot.chat.slack.post_and_edit_rates import EditBudget, PostPace
from bot.chat.slack.socket_connection import SocketConnection
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.delivery.retry import Backoff
from bot.errors import AppRefused
from bot.health.event_observers import Observers
from bot.platforms import Platform
from bot.settings.schema import SimulatedSettings
from bot.storage.database import Store

ASKED_AGAIN = Backoff(longest=timedelta(minutes=5))
"""Pauses between requests who the bot is, until Slack answers."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def slack_platform(
    settings: SimulatedSettings,
    bot_token: str,
    app_token: str,
    word: Callable[[Alert], Message],
    _: Store,
    observers: Observers,
) -> AsyncIterator["SlackPlatform"]:
    """Yield the platform, with an HTTP session that is closed afterwards."""
    async with SlackApi(
        bot_token, app_token, base_url=settings.slack_api_url, answered=partial(observers.answered, Platform.SLACK)
    ) as api:
        yield SlackPlatform(settings, api, word)


class SlackPlatform:
    """Posts alerts to Slack and answers commands there.

    Args:
        settings: The workspaces, and who may manage.
        api: Slack.
        word: Returns an alert as a message.

    Attributes:
        channels: The channels and user groups.
        delivery: Posts and edits.
        health: How the connection is doing.
    """

    def __init__(self, settings: SimulatedSettings, api: SlackApi, word: Callable[[Alert], Message]) -> None:
        self._api = api
        self._managers = settings.slack_managers
        self._workspace = Workspace(
            api, monotonic=time.monotonic, teams=settings.slack_team_ids, command=settings.slack_command
        )
        self._socket = SocketConnection(api, sleep=asyncio.sleep, monotonic=time.monotonic)
        app_refusal, edits = AppRefusal(time.monotonic), EditBudget(time.monotonic)
        self.channels = SlackChannels(self._workspace)
        self.delivery = SlackDelivery(
            api,
            self._workspace,
            word,
            app_refusal=app_refusal,
            pace=PostPace(time.monotonic, asyncio.sleep),
            budget=edits,
            at_most_once=settings.slack_at_most_once,
        )
        self.health = SlackHealth(
            api=api,
            socket=self._socket,
            app_refusal=app_refusal,
            workspace=self._workspace,
            channels=self.channels,
            edits=edits,
            now=now,
            at_most_once=settings.slack_at_most_once,
        )

    async def run(self, answering: Answering) -> None:
        """Stay connected and answer, as ``ChatPlatform.run`` says; raises ``AppRefused``."""
        checks = ChannelChecks(self._workspace, self.channels, answering.watches, answering.told, sleep=asyncio.sleep)
        conversation = SlackConversation(
            self._api,
            answering.dispatcher,
            self._workspace,
            managers=self._managers,
            alert_channels=answering.told,
            monotonic=time.monotonic,
            event=checks.handle_event,
        )

        async def app_refused(refusal: AppRefused) -> None:
            await self._end_without_bot_token(refusal)
            await answering.connected()  # no program can answer here, so don't wait for it

        try:
            with out_of_groups():
                async with asyncio.TaskGroup() as group:
                    group.create_task(
                        self._socket.run(conversation.handle, connected=answering.connected, refused=app_refused)
                    )
                    group.create_task(self._introduce())
                    group.create_task(checks.run())
                    group.create_task(conversation.home.keep_current())
        finally:
            await conversation.tasks.finish(answering.time_left())

    def sending(self, glance: Callable[[], str | None]) -> tuple[Part, ...]:  # noqa: ARG002 - as ``ChatPlatform`` has it
        """Return nothing: bots have no status on Slack, and the Home tab is drawn when somebody opens it."""
        return ()

    async def _end_without_bot_token(self, refusal: AppRefused) -> None:
        """Raise ``AppRefused`` if Slack refuses the bot's token as well as the app's: then nothing can be posted."""
        try:
            await self._api.call("auth.test")
        except SlackRefused as problem:
            if meaning_of(problem.error) is Meaning.APP:
                raise AppRefused(f"{_bot_refused(problem)} {refusal}") from problem
        except SlackTrouble:
            pass  # not known now; asked again when the app's token is tried again

    async def _introduce(self) -> None:
        """Ask Slack who the bot is until it answers; raises ``AppRefused`` if it refuses the bot's token."""
        failures = 0
        while True:
            try:
                identity = await self._workspace.identity()
            except SlackRefused as problem:
                if meaning_of(problem.error) is Meaning.APP:
                    raise AppRefused(_bot_refused(problem)) from problem
                log.warning("Slack does not say who the bot is, so nobody is answered yet: %s.", problem)
            except SlackTrouble:
                pass  # the socket logs that Slack is not reached
            else:
                log.info("Slack: the bot is @%s in %s.", identity.name, identity.url)
                return
            failures += 1
            await ASKED_AGAIN.sleep(failures)


def _bot_refused(problem: SlackRefused) -> str:
    return f"Slack refused the bot's token: {app_help(problem)}."
