"""Slack's health for ``bot.health``: whether commands arrive and messages are accepted, and what channels lack."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat.slack.app_scopes_and_tokens import AppRefusal, doubt_without, lacking, missing_from
from bot.chat.slack.channel_directory import SlackChannels
from bot.chat.slack.post_and_edit_rates import EditBudget
from bot.chat.slack.socket_connection import SocketConnection
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.wording.numbers_and_lists import sentence_case
from bot.health.doctor_findings import ConnectionHealth
from bot.platforms import Platform

TWO_PROGRAMS = (
    "Another program is connected with this SLACK_APP_TOKEN, and gets some of what people type instead of this one: "
    "give each an app of its own."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackHealth:
    """Slack as a ``bot.health.doctor_examiner.PlatformHealth``."""

    api: SlackApi
    socket: SocketConnection
    app_refusal: AppRefusal
    workspace: Workspace
    channels: SlackChannels
    edits: EditBudget
    now: Callable[[], datetime]
    at_most_once: bool = False

    platform = Platform.SLACK

    def connection(self) -> ConnectionHealth:
        """Return whether commands arrive and messages are accepted, and what needs attention."""
        state, granted = self.socket.state(), self.api.granted_scopes
        missing = () if granted is None else missing_from(granted)
        troubles = (
            *(f"{sentence_case(one)}." for one in (state.trouble, self.app_refusal.trouble) if one is not None),
            *((TWO_PROGRAMS,) if (state.connections or 1) > 1 else ()),
            *map(lacking, missing),
            *doubt_without(missing, at_most_once=self.at_most_once),
        )
        return ConnectionHealth(
            platform=self.platform,
            alive=state.alive,
            takes_messages=self.app_refusal.trouble is None,
            since=None if state.open_for is None else self.now() - state.open_for,
            troubles=tuple(dict.fromkeys(troubles)),  # a missing scope may keep the whole app out
            facts=self._facts(),
        )

    def missing(self, channel: int, role: int | None) -> tuple[str, ...] | None:
        """Return what keeps alerts from a channel or from pinging a user group; None if Slack was not asked yet."""
        return None if self.workspace.known_channel(channel) is None else self.channels.missing(channel, role=role)

    def _facts(self) -> tuple[str, ...]:
        waiting = self.edits.waiting
        return (f"Slack takes some 50 edits a minute; {waiting} of the bot's wait for their turn.",) if waiting else ()
