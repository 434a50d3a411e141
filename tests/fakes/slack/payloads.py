"""How what this Slack holds looks on the wire."""

import re
import unicodedata
from typing import Any

from tests.fakes.slack.records import (
    Channel,
    ChannelKind,
    File,
    Interaction,
    Json,
    Member,
    Message,
    Origin,
    UserGroup,
    View,
)
from tests.fakes.slack.world import World

EMOJI = re.compile("[\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f300-\U0001faff]\ufe0f?")


def message(it: Message, world: World, *, metadata: bool = True) -> Json:
    """Return a message as the history and presses show it; without `metadata` only what kind of event it is."""
    made: Json = {
        "type": "message",
        "user": it.author,
        "ts": it.ts,
        "text": coloned(it.text),
        "team": world.team,
    }
    if it.origin is not Origin.PERSON:
        made |= {"bot_id": world.bot_id, "app_id": world.app, "bot_profile": bot_profile(world)}
    if it.blocks:
        made["blocks"] = [coloned(each) for each in it.blocks]
    if it.attachments:
        made["attachments"] = [coloned({**each, "color": each.get("color", "").lstrip("#")}) for each in it.attachments]
    if it.metadata:
        made["metadata"] = it.metadata if metadata else {"event_type": it.metadata["event_type"]}
    if it.thread_ts:
        made["thread_ts"] = it.thread_ts
    if it.files:
        made["files"] = [{"id": each} for each in it.files]
    if it.edits and not it.blocks and it.edited_at:
        made["edited"] = {"user": it.author, "ts": f"{it.edited_at.timestamp():.6f}"}
    return made


def coloned(it: Any) -> Any:  # noqa: ANN401 - a text, or JSON with texts in it
    """Write emojis by their names, as Slack gives them back; keys and urls stay."""
    if isinstance(it, str):
        return EMOJI.sub(lambda found: f":{unicodedata.name(found[0][0]).lower().replace(' ', '_')}:", it)
    if isinstance(it, list | tuple):
        return [coloned(each) for each in it]
    if isinstance(it, dict):
        return {
            name: coloned(value) if name in {"text", "fields", "elements"} or isinstance(value, dict | list) else value
            for name, value in it.items()
        }
    return it


def bot_profile(world: World) -> Json:
    """Return who the bot is, as its messages show it."""
    return {"id": world.bot_id, "app_id": world.app, "name": world.bot.name, "team_id": world.team, "deleted": False}


def user(it: Member) -> Json:
    """Return a member as `users.info` has it."""
    return {
        "id": it.id,
        "team_id": it.team,
        "name": it.name,
        "deleted": it.deleted,
        "real_name": it.name.title(),
        "tz": "Europe/Amsterdam",
        "profile": {"real_name": it.name.title(), "display_name": it.name, "team": it.team},
        "is_admin": it.is_admin or it.is_owner or it.is_primary_owner,
        "is_owner": it.is_owner or it.is_primary_owner,
        "is_primary_owner": it.is_primary_owner,
        "is_restricted": it.is_guest or it.is_single_channel_guest,
        "is_ultra_restricted": it.is_single_channel_guest,
        "is_stranger": it.is_stranger,
        "is_bot": it.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }


def channel(it: Channel, world: World) -> Json:
    """Return a conversation as `conversations.info` has it."""
    if it.kind is ChannelKind.DIRECT:
        return {
            "id": it.id,
            "is_im": True,
            "is_org_shared": False,
            "user": it.recipient,
            "is_archived": it.archived,
            "context_team_id": world.team,
        }
    return {
        "id": it.id,
        "name": it.name,
        "name_normalized": it.name,
        "is_channel": it.kind is ChannelKind.PUBLIC,
        "is_group": it.kind is ChannelKind.PRIVATE,
        "is_im": False,
        "is_mpim": False,
        "is_private": it.kind is ChannelKind.PRIVATE,
        "is_member": world.bot.id in it.members,
        "is_archived": it.archived,
        "is_general": it.name == "general",
        "is_shared": bool(it.shared_with) or it.org_shared,
        "is_ext_shared": bool(it.shared_with),
        "is_pending_ext_shared": it.pending_share,
        "is_org_shared": it.org_shared,
        "context_team_id": world.team,
        "shared_team_ids": sorted({world.team, *it.shared_with}),
        "connected_team_ids": sorted(it.shared_with),
        "creator": next(iter(it.members), world.bot.id),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def group(it: UserGroup, world: World) -> Json:
    """Return a user group as `usergroups.list` has it."""
    return {
        "id": it.id,
        "team_id": world.team,
        "is_usergroup": True,
        "name": it.name,
        "handle": it.handle,
        "description": "",
        "is_external": False,
        "date_delete": 0 if it.enabled else 1_700_000_000,
        "user_count": len(it.users),
    }


def file(it: File, *, ready: bool) -> Json:
    """Return a file as `files.info` has it; one that is not ready has no type yet."""
    return {
        "id": it.id,
        "name": it.name,
        "title": it.title or it.name,
        "size": it.length,
        "alt_txt": it.alt_text,
        "channels": [it.channel] if it.channel else [],
        "url_private": f"https://files.slack.example/{it.id}/{it.name}",
        "permalink": f"https://studio.slack.example/files/{it.id}/{it.name}",
        **({"mimetype": "image/png", "filetype": "png"} if ready else {"mimetype": ""}),
    }


def view(it: View, world: World, *, state: Json | None = None) -> Json:
    """Return a view as `views.open` answers it and a submission carries it."""
    optional = {"title": None, "submit": None, "close": None, "callback_id": "", "private_metadata": ""}
    return {
        **optional,
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
        **it.body,
        "id": it.id,
        "team_id": world.team,
        "state": {"values": state or {}},
        "hash": it.hash,
        "previous_view_id": it.previous,
        "root_view_id": it.root,
        "app_id": world.app,
        "app_installed_team_id": world.team,
        "bot_id": world.bot_id,
    }


def person(it: Member, world: World) -> Json:
    """Return who did it, as interactive payloads have it."""
    return {"id": it.id, "username": it.name, "name": it.name, "team_id": it.team or world.team}


def place(it: Channel) -> Json:
    """Return a channel, as interactive payloads have it."""
    names = {ChannelKind.DIRECT: "directmessage", ChannelKind.PRIVATE: "privategroup", ChannelKind.PUBLIC: it.name}
    return {"id": it.id, "name": names[it.kind]}


def interactive(kind: str, it: Interaction, who: Member, world: World) -> Json:
    """Return what every interactive payload has."""
    enterprise = {"id": world.enterprise, "name": world.enterprise} if world.enterprise else None
    return {
        "type": kind,
        "user": person(who, world),
        "api_app_id": world.app,
        "token": "deprecated",
        "trigger_id": it.trigger_id,
        "team": {"id": world.team, "domain": world.domain},
        "enterprise": enterprise,
        "is_enterprise_install": False,
    }


def event(body: Json, number: int, world: World) -> Json:
    """Return an event in its outer layer (https://docs.slack.dev/apis/events-api#event-type-structure)."""
    at = world.clock().timestamp()
    return {
        "token": "deprecated",
        "team_id": world.team,
        "api_app_id": world.app,
        "event": {**body, "event_ts": f"{at:.6f}"},
        "type": "event_callback",
        "event_id": f"Ev0{number:08d}",
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": world.enterprise,
                "team_id": world.team,
                "user_id": world.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
