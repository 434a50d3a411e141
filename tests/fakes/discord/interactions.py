"""Interactions from the bot's side: the callback, the original response, and follow-ups.

https://discord.com/developers/docs/interactions/receiving-and-responding; how they come about is in `people`.
"""

import time
from datetime import timedelta

from tests.fakes.discord import schema
from tests.fakes.discord.callbacks import Callback, CallbackType, Interaction, InteractionType
from tests.fakes.discord.messages import Draft, Messages
from tests.fakes.discord.modals import check_modal
from tests.fakes.discord.records import EPHEMERAL, LOADING, Json, Message
from tests.fakes.discord.refusals import RefusalError, Violation, invalid_form, missing
from tests.fakes.discord.rest import Answer, Call, Route
from tests.fakes.discord.rules import check_message
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import World
from tests.fakes.feed import Feed

WEBHOOK = "/webhooks/{application_id}/{token}"


SCHEMAS = {
    CallbackType.MESSAGE: "CreateMessageInteractionCallbackRequest",
    CallbackType.DEFERRED_MESSAGE: "CreateMessageInteractionCallbackRequest",
    CallbackType.DEFERRED_UPDATE: "UpdateMessageInteractionCallbackRequest",
    CallbackType.UPDATE: "UpdateMessageInteractionCallbackRequest",
    CallbackType.AUTOCOMPLETE: "ApplicationCommandAutocompleteCallbackRequest",
    CallbackType.MODAL: "ModalInteractionCallbackRequest",
}
IN_ANSWER_TO = {
    InteractionType.COMMAND: {CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE, CallbackType.MODAL},
    InteractionType.COMPONENT: set(CallbackType) - {CallbackType.AUTOCOMPLETE},
    InteractionType.AUTOCOMPLETE: {CallbackType.AUTOCOMPLETE},
    # A modal is never answered with another.
    InteractionType.MODAL: set(CallbackType) - {CallbackType.AUTOCOMPLETE, CallbackType.MODAL},
}


class Interactions:
    """Answer for interactions."""

    def __init__(self, world: World, messages: Messages, terms: Terms, feed: Feed) -> None:
        self._world = world
        self._messages = messages
        self._terms = terms
        self._feed = feed
        self.begun: dict[str, Interaction] = {}
        original, one = WEBHOOK + "/messages/@original", WEBHOOK + "/messages/{message_id}"
        answers = (
            ("POST", "/interactions/{interaction_id}/{token}/callback", self._respond),
            ("GET", original, self._read),
            ("PATCH", original, self._edit),
            ("DELETE", original, self._remove),
            ("GET", one, self._read),
            ("PATCH", one, self._edit),
            ("DELETE", one, self._remove),
            ("POST", WEBHOOK, self._follow_up),
        )
        self.routes = tuple(Route(method=m, template=t, answer=a, anonymous=True) for m, t, a in answers)

    def _respond(self, call: Call) -> Answer:
        it = self.begun.get(call.ids["token"])
        late = it is None or self._world.clock() - it.at > timedelta(seconds=self._terms.reply_seconds)
        if it is None or it.id != call.id("interaction_id") or (late and it.callback is None):
            raise missing(10062, "interaction")
        if it.callback:
            raise RefusalError(status=400, code=40060, message="Interaction has already been acknowledged.")
        body = call.object()
        kind = _kind(body, it)
        schema.check(SCHEMAS[kind], body)
        said = body.get("data") or {}
        if kind is CallbackType.MODAL:
            check_modal(said)
        elif kind is not CallbackType.AUTOCOMPLETE:
            self._answer(it, kind, said, call)
        it.callback = Callback(kind=kind, data=said, elapsed=time.monotonic() - it.began)
        self._feed.notify()
        return Answer(body=self._told(it, kind)) if call.flag("with_response") else Answer()

    def _answer(self, it: Interaction, kind: CallbackType, said: Json, call: Call) -> None:
        self._check(call, said, it)
        flags = said.get("flags") or 0
        if kind is CallbackType.DEFERRED_MESSAGE:
            if flags & ~EPHEMERAL:
                raise _bad("flags", "Only EPHEMERAL may be set on a deferred reply")
            it.message_id = self._add(it, Call(method="", path="", ids={}, query={}, body={}), flags | LOADING).id
        elif kind is CallbackType.MESSAGE:
            sent = Call(method="", path="", ids={}, query={}, body=said, files=call.files)
            it.message_id = self._add(it, sent, flags).id
        elif kind is CallbackType.UPDATE:
            self._messages.edit(self._original(it), said, call.files)

    def _read(self, call: Call) -> Answer:
        return Answer(body=self._messages.payload(self._meant(call)))

    def _edit(self, call: Call) -> Answer:
        message, body = self._meant(call), call.object()
        schema.check("IncomingWebhookUpdateRequestPartial", body)
        self._check(call, body, self._of_token(call), flags=message.flags)
        return Answer(body=self._messages.payload(self._messages.edit(message, body, call.files)))

    def _remove(self, call: Call) -> Answer:
        self._messages.remove(self._meant(call))
        return Answer()

    def _follow_up(self, call: Call) -> Answer:
        it, body = self._of_token(call), call.object()
        of_a_press = it.callback is not None and it.callback.kind in {CallbackType.DEFERRED_UPDATE, CallbackType.UPDATE}
        if not self._terms.allow_followups and not (of_a_press and (body.get("flags") or 0) & EPHEMERAL):
            self._terms.problems.append("a follow-up: it has no nonce, edit the original response")
        schema.check("IncomingWebhookRequestPartial", body)
        self._check(call, body, it)
        first = self._messages.now.get(it.message_id or 0)
        if first and first.loading:
            return Answer(body=self._messages.payload(self._messages.edit(first, body, call.files)))
        return Answer(body=self._messages.payload(self._add(it, call, body.get("flags") or 0)))

    def _check(self, call: Call, body: Json, it: Interaction, *, flags: int = 0) -> None:
        check_message(body, reply=True, flags=flags)
        if (body.get("content") or body.get("embeds")) and body.get("allowed_mentions") is None:
            self._terms.problems.append(f"{call.method} reply to {it.command or 'a component'}: no allowed_mentions")

    def _add(self, it: Interaction, call: Call, flags: int) -> Message:
        draft = Draft(
            channel_id=it.channel_id,
            body=call.object(),
            files=call.files,
            flags=flags,
            interaction_id=it.id,
            command=it.command,
            seen_by=it.person.id,
        )
        return self._messages.add(draft)

    def _of_token(self, call: Call) -> Interaction:
        it = self.begun.get(call.ids["token"])
        if it is None or it.callback is None:
            raise missing(10015, "Webhook")
        if self._world.clock() - it.at > timedelta(seconds=self._terms.token_seconds):
            raise RefusalError(status=401, code=50027, message="Invalid Webhook Token")
        return it

    def _meant(self, call: Call) -> Message:
        it = self._of_token(call)
        if "message_id" in call.ids:
            return self._messages.find(it.channel_id, call.id("message_id"))
        return self._original(it)

    def _original(self, it: Interaction) -> Message:
        return self._messages.find(it.channel_id, it.message_id or 0)

    def _told(self, it: Interaction, kind: CallbackType) -> Json:
        about: Json = {"id": str(it.id), "type": int(it.kind)}
        message = self._messages.now.get(it.message_id or 0)
        if message is None or kind in {CallbackType.AUTOCOMPLETE, CallbackType.DEFERRED_UPDATE, CallbackType.MODAL}:
            return {"interaction": about}
        about |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        return {"interaction": about, "resource": {"type": int(kind), "message": self._messages.payload(message)}}


def _bad(field: str, message: str) -> RefusalError:
    return invalid_form([Violation(path=(field,), code="BASE_TYPE_CHOICES", message=message)])


def _kind(body: Json, it: Interaction) -> CallbackType:
    try:
        kind = CallbackType(int(body.get("type") or 0))
    except ValueError:
        raise _bad("type", f"callback type {body.get('type')} is not served here") from None
    if kind not in IN_ANSWER_TO[it.kind]:
        raise _bad("type", f"{kind.name} is no answer to {it.kind.name}")
    return kind
