"""``capacity-bot check slack``: whether Slack accepts both tokens, and what the app lacks.

Exit code 0 if nothing is missing, 1 if something is, 2 if Slack refused a token or could not be reached. With
``--json`` standard output is one object, on one line::

    team, enterprise, bot     the ids of the workspace, of its organisation or null, and of the bot
    url                       the workspace's address
    missing_scopes            what the token lacks; null if Slack does not say which scopes it has
    without_history           SLACK_WITHOUT_HISTORY: at-least-once or at-most-once
    channel                   SLACK_ALERT_CHANNEL_ID: id, name (null if it can't be seen), missing (a sentence each);
                              null if none is set
"""

import json
import sys
import time
from typing import Any

from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.app_scopes_and_tokens import app_help, doubt_without, lacking, missing_from, refusal_of
from bot.chat.slack.channel_directory import SlackChannels
from bot.chat.slack.member_and_channel_records import Identity
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.settings.schema import SlackCheck

WELL, LACKING, FAILED = 0, 1, 2
"""The exit codes."""

UNKNOWN_SCOPES = "Slack does not say which scopes the token has; what lacks one says so when it is refused."


async def check_slack(settings: SlackCheck, *, as_json: bool) -> int:
    """Ask Slack with both tokens once each, print what it says, and return the exit code."""
    async with SlackApi(
        settings.slack_bot_token.get_secret_value(),
        settings.slack_app_token.get_secret_value(),
        base_url=settings.slack_api_url,
    ) as api:
        workspace = Workspace(api, monotonic=time.monotonic, teams=settings.slack_team_ids)
        try:
            identity = await workspace.identity()
        except SlackRefused as problem:
            return _failed(f"Slack refused the bot's token: {app_help(problem)}.")
        except SlackTrouble as problem:
            return _failed(_away(problem))
        try:
            await api.call_as_app("apps.connections.open")  # only checks the token: no connection is made
        except SlackRefused as problem:
            return _failed(f"{refusal_of(problem)}.")
        except SlackTrouble as problem:
            return _failed(_away(problem))
        channel = await _channel(workspace, settings.slack_alert_channel_id)
    granted = api.granted_scopes
    scopes = None if granted is None else missing_from(granted)
    if as_json:
        found = _as_object(identity, scopes, channel) | {"without_history": settings.slack_without_history}
        sys.stdout.write(f"{json.dumps(found)}\n")
    else:
        doubt = doubt_without(scopes or (), at_most_once=settings.slack_at_most_once)
        sys.stdout.write("\n".join((*_said(identity, scopes, doubt, channel), "")))
    return LACKING if scopes or (channel is not None and channel["missing"]) else WELL


async def _channel(workspace: Workspace, channel: str | None) -> dict[str, Any] | None:
    """Return what is known of the settings' channel of alerts."""
    if channel is None:
        return None
    try:
        found = await workspace.channel(channel)
    except (SlackRefused, SlackTrouble) as problem:
        return {"id": channel, "name": None, "missing": [f"{problem}."]}
    return {"id": channel, "name": found.name or None, "missing": list(SlackChannels(workspace).lacking(found))}


def _said(
    identity: Identity, scopes: tuple[str, ...] | None, doubt: tuple[str, ...], channel: dict[str, Any] | None
) -> list[str]:
    lines = [f"Slack takes both tokens: {identity.name or identity.bot} in {identity.url} ({identity.team})."]
    if scopes is None:
        lines.append(UNKNOWN_SCOPES)
    else:
        lines += [*map(lacking, scopes), *doubt] or ["The app has every scope that it needs."]
    if channel is not None:
        name = channel["id"] if channel["name"] is None else f"#{channel['name']}"
        lines += [f"{name}: {sentence}" for sentence in channel["missing"]] or [f"{name}: alerts can be posted there."]
    return lines


def _as_object(identity: Identity, scopes: tuple[str, ...] | None, channel: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "team": identity.team,
        "enterprise": identity.enterprise,
        "bot": identity.bot,
        "url": identity.url,
        "missing_scopes": None if scopes is None else list(scopes),
        "channel": channel,
    }


def _away(problem: SlackTrouble) -> str:
    return f"{problem}. Check this machine's network and SLACK_API_URL, then try again."


def _failed(sentence: str) -> int:
    sys.stderr.write(f"capacity-bot: {sentence}\n")
    return FAILED
