"""The routes of channels and their messages.

https://discord.com/developers/docs/resources/message
"""

from tests.fakes.discord import schema
from tests.fakes.discord.messages import Draft, Messages
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.records import Json, Message
from tests.fakes.discord.refusals import Violation, forbidden, invalid_form
from tests.fakes.discord.rest import Answer, Call, Route
from tests.fakes.discord.rules import check_message
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import World

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"


class Channels:
    """Answer for channels and messages."""

    def __init__(self, world: World, messages: Messages, terms: Terms) -> None:
        self._world = world
        self._messages = messages
        self._terms = terms
        self.routes = (
            Route(method="GET", template="/channels/{channel_id}", answer=self._show),
            Route(method="POST", template="/channels/{channel_id}/typing", answer=self._type),
            Route(method="GET", template=MESSAGES, answer=self._list),
            Route(method="POST", template=MESSAGES, answer=self._create),
            Route(method="GET", template=MESSAGE, answer=self._read),
            Route(method="PATCH", template=MESSAGE, answer=self._edit),
            Route(method="DELETE", template=MESSAGE, answer=self._remove),
            Route(method="POST", template="/users/@me/channels", answer=self._open),
        )

    def _show(self, call: Call) -> Answer:
        return Answer(body=self._world.channel(self._world.place(call.id("channel_id"))))

    def _type(self, call: Call) -> Answer:
        self._world.place(call.id("channel_id"), Permission.SEND_MESSAGES)
        return Answer()

    def _create(self, call: Call) -> Answer:
        channel = self._world.place(call.id("channel_id"), Permission.SEND_MESSAGES)
        body = call.object()
        schema.check("MessageCreateRequest", body)
        check_message(body)
        self.promise(call, body)
        embeds = self._world.permissions(channel, self._world.bot) & Permission.EMBED_LINKS
        if body.get("embeds") and not embeds:
            if not body.get("content"):
                raise forbidden(50013, "Missing Permissions")
            body = {**body, "embeds": []}
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            first = self._messages.first_with(str(nonce), channel.id, self._terms.nonce_window)
            if first:
                return Answer(body=self._messages.payload(first))
        draft = Draft(channel_id=channel.id, body=body, files=call.files, flags=body.get("flags") or 0)
        return Answer(body=self._messages.payload(self._messages.add(draft)))

    def _list(self, call: Call) -> Answer:
        channel = self._world.place(call.id("channel_id"))
        limit = call.query.get("limit", "50")
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            message = "int value should be between 1 and 100."
            raise invalid_form([Violation(path=("limit",), code="NUMBER_TYPE_MAX", message=message)])
        if not self._world.permissions(channel, self._world.bot) & Permission.READ_MESSAGE_HISTORY:
            return Answer(body=[])
        found = _part(self._messages.of(channel.id), call, int(limit))
        return Answer(body=[self._messages.payload(each) for each in found])

    def _read(self, call: Call) -> Answer:
        channel = self._world.place(call.id("channel_id"), Permission.READ_MESSAGE_HISTORY)
        return Answer(body=self._messages.payload(self._messages.find(channel.id, call.id("message_id"))))

    def _edit(self, call: Call) -> Answer:
        channel = self._world.place(call.id("channel_id"))
        message = self._messages.find(channel.id, call.id("message_id"))
        if message.author_id != self._world.bot.id:
            raise forbidden(50005, "Cannot edit a message authored by another user")
        body = call.object()
        schema.check("MessageEditRequestPartial", body)
        check_message(body, flags=message.flags)
        self.promise(call, body)
        return Answer(body=self._messages.payload(self._messages.edit(message, body, call.files)))

    def _remove(self, call: Call) -> Answer:
        channel = self._world.place(call.id("channel_id"))
        message = self._messages.find(channel.id, call.id("message_id"))
        may = self._world.permissions(channel, self._world.bot)
        if message.author_id != self._world.bot.id and not may & Permission.MANAGE_MESSAGES:
            raise forbidden(50013, "Missing Permissions")
        self._messages.remove(message)
        return Answer()

    def _open(self, call: Call) -> Answer:
        body = call.object()
        schema.check("CreatePrivateChannelRequest", body)
        person = self._world.users.get(int(body.get("recipient_id") or 0))
        if person is None or person.bot:
            raise invalid_form(
                [Violation(path=("recipient_id",), code="INVALID_RECIPIENT", message="Invalid Recipient(s)")]
            )
        return Answer(body=self._world.channel(self._world.direct(person)))

    def promise(self, call: Call, body: Json) -> None:
        """Hold it against the bot when it leaves mentions to Discord's defaults."""
        if (body.get("content") or body.get("embeds")) and body.get("allowed_mentions") is None:
            self._terms.problems.append(f"{call.method} {call.path}: no allowed_mentions")


def _part(messages: list[Message], call: Call, limit: int) -> list[Message]:
    """Cut the page that was asked for out of a channel, newest first."""
    newest_first = messages[::-1]
    if around := call.query.get("around"):
        older = [each for each in newest_first if each.id < int(around)]
        newer = [each for each in newest_first if each.id >= int(around)]
        return newer[-(limit // 2 + 1) :] + older[: limit // 2]
    if after := call.query.get("after"):
        return [each for each in newest_first if each.id > int(after)][-limit:]
    if before := call.query.get("before"):
        return [each for each in newest_first if each.id < int(before)][:limit]
    return newest_first[:limit]
