"""`chat.*`: posting, editing, deleting (https://docs.slack.dev/reference/methods/chat.postMessage)."""

from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.messages import Draft, Messages
from tests.fakes.slack.records import Channel, ChannelKind, Json, Message, Origin
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World

POST = "channel text blocks attachments metadata thread_ts reply_broadcast unfurl_links unfurl_media mrkdwn"
UPDATE = "channel ts text blocks attachments metadata"
LONGEST_EDIT = 4000


class ChatMethods:
    """Answer for messages."""

    def __init__(self, world: World, messages: Messages, checks: Checks, terms: Terms) -> None:
        self._world = world
        self._messages = messages
        self._checks = checks
        self._terms = terms
        self.closed_to_edits: set[str] = set()
        self.methods = (
            method("chat.postMessage", self._post, POST),
            method("chat.update", self._update, UPDATE),
            method("chat.postEphemeral", self._whisper, "channel user text blocks attachments thread_ts"),
            method("chat.delete", self._delete, "channel ts"),
        )

    def _post(self, call: Call) -> Json:
        self._terms.need("chat:write")
        channel = self._open(call.required("channel"))
        made = self._messages.add(self._draft(call, channel))
        shown = payloads.message(made, self._world)
        return {"channel": channel.id, "ts": made.ts, "message": shown}

    def _draft(self, call: Call, channel: Channel) -> Draft:
        metadata = call.object("metadata")
        text, blocks, attachments = self._said(call)
        if metadata is not None:
            self._checks.metadata(metadata)
        return Draft(
            channel=channel.id,
            origin=Origin.API,
            text=text,
            blocks=blocks,
            attachments=attachments,
            metadata=metadata,
            thread_ts=self._thread(call, channel),
        )

    def _said(self, call: Call) -> tuple[str, tuple[Json, ...], tuple[Json, ...]]:
        text, blocks, attachments = call.text("text"), call.objects("blocks"), call.objects("attachments")
        self._checks.message(text, blocks, attachments)
        return text, blocks, attachments

    def _thread(self, call: Call, channel: Channel) -> str | None:
        if not call.has("thread_ts"):
            return None
        try:
            return self._messages.find(channel.id, call.text("thread_ts")).ts
        except RefusalError:
            raise RefusalError(error="thread_not_found") from None

    def _update(self, call: Call) -> Json:
        self._terms.need("chat:write")
        channel = self._open(call.required("channel"))
        message = self._own(channel, call.required("ts"))
        if message.ts in self.closed_to_edits:
            raise RefusalError(error="edit_window_closed")
        if len(call.text("text")) > LONGEST_EDIT:
            raise RefusalError(error="msg_too_long", problem=f"chat.update with {len(call.text('text'))} characters")
        text, blocks, attachments = self._said(call)
        metadata = call.object("metadata")
        if metadata is not None:
            self._checks.metadata(metadata)
        changed = self._messages.edit(
            message,
            text=text,
            blocks=blocks,
            attachments=attachments if call.has("attachments") else None,
            metadata=metadata,
        )
        shown = payloads.message(changed, self._world)
        return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": shown}

    def _whisper(self, call: Call) -> Json:
        self._terms.need("chat:write")
        channel = self._open(call.required("channel"))
        who = call.required("user")
        if who not in channel.members:
            raise RefusalError(error="user_not_in_channel")
        text, blocks, attachments = self._said(call)
        draft = Draft(
            channel=channel.id, origin=Origin.API, text=text, blocks=blocks, attachments=attachments, seen_by=who
        )
        return {"message_ts": self._messages.add(draft).ts}

    def _delete(self, call: Call) -> Json:
        self._terms.need("chat:write")
        channel = self._open(call.required("channel"))
        message = self._messages.find(channel.id, call.required("ts"))
        if message.author != self._world.bot.id:
            raise RefusalError(error="cant_delete_message", problem="deletes another's message")
        self._messages.remove(message)
        return {"channel": channel.id, "ts": message.ts}

    def _own(self, channel: Channel, ts: str) -> Message:
        message = self._messages.find(channel.id, ts)
        if message.ephemeral:
            raise RefusalError(error="message_not_found", problem="chat.update of an ephemeral message")
        if message.author != self._world.bot.id:
            raise RefusalError(error="cant_update_message", problem="edits another's message")
        return message

    def _open(self, channel: str) -> Channel:
        """Find where the bot may write; a person's id stands for the direct conversation."""
        if channel in self._world.members:
            return self._world.direct(channel)
        found = self._world.inside(channel)
        if found.archived:
            raise RefusalError(error="is_archived")
        if found.kind is ChannelKind.DIRECT and self._world.members[found.recipient or ""].deleted:
            raise RefusalError(error="user_disabled")
        return found
