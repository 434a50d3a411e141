"""What people did, from the app's side: triggers, `response_url`s, and what an acknowledgement means.

https://docs.slack.dev/interactivity/handling-user-interaction; how they come about is in `people`.
"""

import secrets
import time
from datetime import timedelta

from tests.fakes.feed import Feed
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.messages import Draft, Messages
from tests.fakes.slack.records import Ack, Interaction, Json, Message, Origin
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.views import Views
from tests.fakes.slack.world import World

SLASH, ACTIONS, SUBMISSION, SUGGESTION, SHORTCUT = (
    "slash_commands",
    "block_actions",
    "view_submission",
    "block_suggestion",
    "message_action",
)
ANSWER = {
    "response_type",
    "text",
    "blocks",
    "attachments",
    "replace_original",
    "delete_original",
    "thread_ts",
    "mrkdwn",
}
IN_ACK = {"response_type", "text", "blocks", "attachments", "mrkdwn"}


class Interactions:
    """Hold every interaction, and take what the app makes of it."""

    def __init__(
        self, world: World, messages: Messages, views: Views, checks: Checks, terms: Terms, feed: Feed
    ) -> None:
        self._world = world
        self._messages = messages
        self._views = views
        self._checks = checks
        self._terms = terms
        self._feed = feed
        self.every: dict[str, Interaction] = {}

    def begin(
        self, kind: str, user: str, *, channel: str | None = None, pressed: str | None = None, view: str | None = None
    ) -> Interaction:
        """Note that somebody does something, with a fresh trigger and `response_url`."""
        made = Interaction(
            id=secrets.token_hex(6),
            kind=kind,
            user=user,
            at=self._world.clock(),
            began=time.monotonic(),
            channel=channel,
            pressed=pressed,
            view=view,
            trigger_id=f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}",
            response_token=secrets.token_urlsafe(24),
        )
        self.every[made.id] = made
        return made

    def spend(self, trigger_id: str) -> Interaction:
        """Use a trigger, which is good once and for seconds."""
        it = next((each for each in self.every.values() if each.trigger_id == trigger_id), None)
        if it is None:
            raise wrong("invalid_trigger_id", f"there is no trigger {trigger_id[:40]}")
        if it.triggered:
            raise RefusalError(error="exchanged_trigger_id")
        if self._world.clock() - it.at > timedelta(seconds=self._terms.trigger_seconds):
            raise RefusalError(error="expired_trigger_id")
        it.triggered = True
        return it

    def acknowledge(self, it: Interaction, ack: Ack) -> None:
        """Take an acknowledgement; what comes too late does nothing, as what is wrong."""
        if it.ack is not None:
            self._terms.problems.append(f"{it.kind}: acknowledged twice")
            return
        if not ack.late:
            try:
                self._accept(it, ack.payload)
            except RefusalError as refusal:
                self._terms.note(f"ack of {it.kind}", refusal)
            it.ack = ack
        self._feed.notify()

    def _accept(self, it: Interaction, payload: Json | None) -> None:
        if not payload:
            if it.kind == SUBMISSION and it.view:
                self._views.close(self._views.every[it.view])
            return
        if it.kind == SLASH:
            _known(payload, IN_ACK)
            self._show(it, payload, Origin.ACK)
        elif it.kind == SUBMISSION:
            self._submitted(it, payload)
        elif it.kind == SUGGESTION:
            self._checks.options(payload)
        else:
            raise wrong("invalid_ack", f"an acknowledgement of {it.kind} has no payload")

    def _submitted(self, it: Interaction, payload: Json) -> None:
        """Do what `response_action` says (https://docs.slack.dev/surfaces/modals#response_actions)."""
        view, action = self._views.every[it.view or ""], payload.get("response_action")
        if action == "errors":
            _known(payload, {"response_action", "errors"})
            inputs = {each["block_id"] for each in view.body["blocks"] if each["type"] == "input"}
            errors = payload.get("errors")
            if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                raise wrong("invalid_errors", f"errors name input blocks of the view, {sorted(inputs)}: {errors}")
            if not all(isinstance(each, str) and each for each in errors.values()):
                raise wrong("invalid_errors", "an error is a text")
        elif action == "update":
            _known(payload, {"response_action", "view"})
            self._views.update(view.id, payload["view"])
        elif action == "push":
            _known(payload, {"response_action", "view"})
            self._views.push(payload["view"], it)
        elif action == "clear":
            _known(payload, {"response_action"})
            self._views.close_all(it.user)
        else:
            raise wrong("invalid_response_action", f"there is no response_action {action}")

    def respond(self, token: str, body: Json) -> None:
        """Take what is sent to a `response_url` (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses)."""
        it = next((each for each in self.every.values() if each.response_token == token), None)
        if it is None:
            raise RefusalError(error="invalid_url", status=404, problem="no such response_url")
        if self._world.clock() - it.at > self._terms.response_time:
            raise RefusalError(error="expired_url", status=404)
        if it.uses >= self._terms.response_uses:
            raise RefusalError(error="used_url", status=404)
        _known(body, ANSWER)
        if body.get("delete_original"):
            self._messages.remove(self._original(it))
        elif body.get("replace_original"):
            original = self._original(it)
            said = self._checked(body)
            self._messages.edit(original, text=said["text"], blocks=said["blocks"], attachments=said["attachments"])
        else:
            self._show(it, body, Origin.RESPONSE_URL)
        it.uses += 1
        self._feed.notify()

    def _original(self, it: Interaction) -> Message:
        """Find the message that was pressed; a slash command has none, not even its own answer."""
        if it.pressed is None or it.channel is None:
            raise RefusalError(error="no_original", status=404, problem=f"{it.kind} has no message to replace")
        try:
            return self._messages.find(it.channel, it.pressed)
        except RefusalError:
            raise RefusalError(error="message_not_found", status=404) from None

    def _show(self, it: Interaction, body: Json, origin: Origin) -> Message:
        kind = body.get("response_type", "ephemeral")
        if kind not in {"ephemeral", "in_channel"}:
            raise wrong("invalid_response_type", f"there is no response_type {kind}")
        said = self._checked(body)
        draft = Draft(
            channel=it.channel or "",
            origin=origin,
            text=said["text"],
            blocks=said["blocks"],
            attachments=said["attachments"],
            seen_by=it.user if kind == "ephemeral" else None,
            interaction=it.id,
        )
        return self._messages.add(draft)

    def _checked(self, body: Json) -> Json:
        said: Json = {
            "text": body.get("text") or "",
            "blocks": body.get("blocks") or [],
            "attachments": body.get("attachments") or [],
        }
        if not isinstance(said["text"], str):
            raise wrong("invalid_arguments", "text must be a string [json-pointer:/text]")
        self._checks.message(said["text"], said["blocks"], said["attachments"])
        return said


def _known(body: Json, names: set[str]) -> None:
    """Refuse what has a key that nobody here knows."""
    if unknown := sorted(set(body) - names):
        raise wrong("invalid_arguments", f"nobody here knows {unknown}")
