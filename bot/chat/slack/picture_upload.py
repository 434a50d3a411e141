"""Uploads a picture to a channel in three steps: get an upload URL, send the bytes there, share the file.

https://docs.slack.dev/messaging/working-with-files#upload. A repeated last step shares the file again, so it is never
repeated, whatever its answer.
"""

import msgspec

from bot.chat.message import Message, Picture
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.wording.text_cleaning import clip

ALT_TEXT = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""

_NOT_INVITED = frozenset({"not_in_channel", "channel_not_found"})


class _UploadUrl(msgspec.Struct):
    upload_url: str
    file_id: str


async def post_picture(api: SlackApi, workspace: Workspace, channel: str, message: Message) -> str:
    """Share a message's picture, if it has one, in a channel, as a separate message.

    Returns:
        Why that failed, as a sentence; empty on success.
    """
    try:
        if message.picture is not None:
            title = next((card.title for card in message.cards if card.title), message.picture.name)
            await _share(api, channel, message.picture, title)
    except SlackRefused as refusal:
        if refusal.error in _NOT_INVITED:
            invite = workspace.invitation
            return f"The picture can't be posted: the bot is not in this channel. Type {invite}, then try again."
        return f"The picture can't be posted: Slack says {refusal.error}."
    except SlackTrouble as trouble:
        return f"The picture may be missing: {trouble}."
    return ""


async def _share(api: SlackApi, channel: str, picture: Picture, title: str) -> None:
    alt = clip(picture.alt, ALT_TEXT)
    asked = await api.call("files.getUploadURLExternal", filename=picture.name, length=len(picture.png), alt_txt=alt)
    upload = asked.read(_UploadUrl)
    await api.upload(upload.upload_url, picture.png)
    await api.call("files.completeUploadExternal", files=[{"id": upload.file_id, "title": title}], channel_id=channel)
