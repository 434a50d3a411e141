"""Messages in channels: kept, changed and removed, whoever sent them; the routes for them are in `channels`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.fakes.discord import payloads
from tests.fakes.discord.mentions import pings
from tests.fakes.discord.records import COMPONENTS_V2, LOADING, Attachment, Json, Message, Pings, Revision
from tests.fakes.discord.refusals import Violation, empty_message, invalid_form, missing
from tests.fakes.discord.world import Publish, World

SHOWN = ("content", "embeds", "components")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message about to be kept."""

    channel_id: int
    body: Json
    files: tuple[Attachment, ...] = ()
    flags: int = 0
    interaction_id: int | None = None
    command: str | None = None
    seen_by: int | None = None


class Messages:
    """Keep the messages of every channel; the removed ones are remembered for their nonces only."""

    def __init__(self, world: World, publish: Publish) -> None:
        self._world = world
        self._publish = publish
        self.now: dict[int, Message] = {}
        self.removed: dict[int, Message] = {}

    def of(self, channel_id: int) -> list[Message]:
        """List what everybody in the channel sees, oldest first."""
        return [each for each in self.now.values() if each.channel_id == channel_id and not each.ephemeral]

    def edited(self, message_id: int) -> tuple[datetime, ...]:
        """Return when a message was edited, oldest first, also one that is removed by now."""
        found = self.now.get(message_id) or self.removed[message_id]
        return tuple(each.until for each in found.edits)

    def find(self, channel_id: int, message_id: int) -> Message:
        """Find a message of the channel, or refuse."""
        found = self.now.get(message_id)
        if found is None or found.channel_id != channel_id:
            raise missing(10008, "Message")
        return found

    def add(self, draft: Draft) -> Message:
        """Keep a new message of the bot's and tell the gateway."""
        body = draft.body
        loading = bool(draft.flags & LOADING)
        if not loading and not draft.files and not any(body.get(key) for key in (*SHOWN, "sticker_ids", "poll")):
            raise empty_message()
        nonce = body.get("nonce")
        message = Message(
            id=self._world.snowflakes.next(),
            channel_id=draft.channel_id,
            author_id=self._world.bot.id,
            at=self._world.clock(),
            content=(body.get("content") or "").strip(),
            embeds=_linked(body.get("embeds") or (), draft.files, draft.channel_id),
            components=_numbered(body.get("components") or ()),
            attachments=draft.files,
            flags=draft.flags,
            nonce=None if nonce is None else str(nonce),
            interaction_id=draft.interaction_id,
            command=draft.command,
            seen_by=draft.seen_by,
            pings=self._pings(draft.channel_id, body, reply=draft.interaction_id is not None),
        )
        return self._keep(message, "MESSAGE_CREATE")

    def edit(self, message: Message, body: Json, files: tuple[Attachment, ...] = ()) -> Message:
        """Change the fields that the body names; the first edit of a deferred reply is its birth and may ping."""
        at = self._world.clock()
        was = Revision(content=message.content, embeds=message.embeds, components=message.components, until=at)
        there = self._attachments(message, body, files)
        changed = replace(
            message,
            content=(body["content"] or "").strip() if "content" in body else message.content,
            embeds=_linked(body["embeds"] or (), there, message.channel_id) if "embeds" in body else message.embeds,
            components=_numbered(body["components"] or ()) if "components" in body else message.components,
            attachments=there,
            flags=(message.flags | (body.get("flags") or 0) & (COMPONENTS_V2 | 1 << 2)) & ~LOADING,
            pings=self._pings(message.channel_id, body, reply=True) if message.loading else message.pings,
            edits=(*message.edits, was),
            edited_at=None if message.loading else at,
        )
        if not any((changed.content, changed.embeds, changed.components, changed.attachments)):
            raise empty_message()
        return self._keep(changed, "MESSAGE_UPDATE")

    def remove(self, message: Message | int) -> None:
        """Remove a message, as a moderator or the bot itself may."""
        gone = self.now.pop(message if isinstance(message, int) else message.id)
        self.removed[gone.id] = gone
        where = {"id": str(gone.id), "channel_id": str(gone.channel_id)}
        self._publish("MESSAGE_DELETE", self._in_guild(gone.channel_id, where))

    def first_with(self, nonce: str, channel_id: int, window: float) -> Message | None:
        """Find the message which that nonce made in the window; refuse where it has been deleted since."""
        since = self._world.clock() - timedelta(seconds=window)
        for each in self.now.values():
            if (each.nonce, each.channel_id) == (nonce, channel_id) and each.at > since:
                return each
        if any(
            each.nonce == nonce and each.channel_id == channel_id and each.at > since for each in self.removed.values()
        ):
            raise missing(10008, "Message")
        return None

    def payload(self, message: Message) -> Json:
        """Return the message as it looks on the wire."""
        person = self._world.users[message.seen_by] if message.seen_by else None
        return payloads.message(message, self._world.users[message.author_id], person)

    def _keep(self, message: Message, event: str) -> Message:
        self.now[message.id] = message
        if not message.ephemeral:
            self._publish(event, self._in_guild(message.channel_id, self.payload(message)))
        return message

    def _in_guild(self, channel_id: int, payload: Json) -> Json:
        channel = self._world.channels.get(channel_id)
        return {**payload, "guild_id": str(channel.guild_id)} if channel and channel.guild_id else payload

    def _pings(self, channel_id: int, body: Json, *, reply: bool) -> Pings:
        channel = self._world.channels[channel_id]
        may = self._world.permissions(channel, self._world.bot)
        return pings(body, roles=self._world.roles_of(channel.guild_id), may=may, reply=reply)

    def _attachments(self, message: Message, body: Json, files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        if "attachments" not in body:
            return message.attachments + files
        stay = {str(each["id"]) for each in body["attachments"] or ()}
        return tuple(each for each in message.attachments if str(each.id) in stay) + files


def _linked(embeds: Iterable[Json], files: tuple[Attachment, ...], channel_id: int) -> tuple[Json, ...]:
    """Turn ``attachment://`` into the file's link; one without its file is nobody's intention."""
    links = {f"attachment://{each.filename}": payloads.attachment_link(each, channel_id) for each in files}
    linked = []
    for at, embed in enumerate(embeds):
        url = (embed.get("image") or {}).get("url", "")
        if url.startswith("attachment://") and url not in links:
            message = f"There is no file of that name: {url}"
            raise invalid_form(
                [Violation(path=("embeds", at, "image", "url"), code="BASE_TYPE_INVALID", message=message)]
            )
        linked.append({**embed, "image": {**embed["image"], "url": links[url]}} if url in links else embed)
    return tuple(linked)


def _numbered(components: Iterable[Json], first: int = 1) -> tuple[Json, ...]:
    """Add to every component the `id` that Discord adds."""
    numbered = []
    for at, each in enumerate(components):
        inside = {"components": list(_numbered(each["components"], (first + at) * 10))} if "components" in each else {}
        numbered.append({"id": first + at, **each, **inside})
    return tuple(numbered)
