"""What a person sees of the app's answer: the acknowledgement, and what came of it since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from tests.fakes.feed import GIVE_UP_AFTER, Feed
from tests.fakes.slack.block_tree import words
from tests.fakes.slack.messages import Messages
from tests.fakes.slack.records import Interaction, Json, Message, View
from tests.fakes.slack.views import Views

TIMEOUT, NOT_SENT = "operation_timeout", "dispatch_failed"


class CannotError(Exception):
    """Slack's client would not let a person do that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a menu."""

    text: str
    value: str
    group: str | None = None


class Acked:
    """An acknowledgement, and what the same interaction brought; messages and views are as they are now.

    It is made before the app is asked, which may change the pressed message before its acknowledgement is seen.

    Attributes:
        payload: What the acknowledgement held, None where it was empty or never came.
        after: Seconds to it, None where it never came.
        error: What the person reads instead: `operation_timeout`, or `dispatch_failed` where no socket is open.
    """

    def __init__(self, it: Interaction, messages: Messages, views: Views, feed: Feed) -> None:
        self.interaction = it
        self.payload: Json | None = None
        self.after: float | None = None
        self.error: str | None = None
        self._messages = messages
        self._views = views
        self._feed = feed
        self._edits = self._edits_of_pressed()

    def acknowledged(self, error: str | None) -> Self:
        """Take what was acknowledged, or what the person reads instead."""
        self.payload = self.interaction.ack.payload if self.interaction.ack else None
        self.after = self.interaction.ack.after if self.interaction.ack else None
        self.error = error
        return self

    @property
    def ok(self) -> bool:
        """Return whether it was acknowledged in time."""
        return self.error is None

    @property
    def messages(self) -> list[Message]:
        """List what was said in answer, in the acknowledgement or by the `response_url`, as it is now."""
        return [each for each in self._messages.of() if each.interaction == self.interaction.id]

    @property
    def message(self) -> Message:
        """Return the first message said in answer."""
        return self.messages[0]

    @property
    def text(self) -> str:
        """Return what a person reads of the answer's blocks, or of its text where it has none."""
        return read(self.message)

    @property
    def pressed(self) -> Message | None:
        """Return the message that was pressed, as it is now; None where it is gone."""
        it = self.interaction
        return next((each for each in self._messages.of(it.channel) if each.ts == it.pressed), None)

    @property
    def view(self) -> View:
        """Return the view that was opened or pushed in answer, else the one it was done on, as it is now."""
        opened = [each for each in self._views.every.values() if each.interaction == self.interaction.id]
        return opened[-1] if opened else self._views.every[self.interaction.view or ""]

    @property
    def errors(self) -> Json:
        """Return what the modal shows at its inputs, by `block_id`."""
        found: Json = (self.payload or {}).get("errors") or {}
        return found

    @property
    def choices(self) -> list[Choice]:
        """List the options that were offered."""
        payload = self.payload or {}
        grouped = [(None, payload.get("options") or [])]
        grouped += [(each["label"]["text"], each["options"]) for each in payload.get("option_groups") or []]
        return [Choice(text=it["text"]["text"], value=it["value"], group=name) for name, its in grouped for it in its]

    async def answered(self, within: float = GIVE_UP_AFTER) -> Message:
        """Wait for the first message said in answer."""
        return (await self._feed.wait_for(lambda: self.messages, within))[0]

    async def opened(self, within: float = GIVE_UP_AFTER) -> View:
        """Wait for the view that is opened or pushed in answer."""

        def found() -> Sequence[View]:
            return [each for each in self._views.every.values() if each.interaction == self.interaction.id]

        return (await self._feed.wait_for(found, within))[-1]

    async def edited(self, within: float = GIVE_UP_AFTER) -> Message:
        """Wait until the message that was pressed is changed, and return it."""
        await self._feed.wait_for(lambda: self._edits_of_pressed() > self._edits, within)
        self._edits += 1
        found = self.pressed
        if found is None:
            raise CannotError("the message is gone")
        return found

    def _edits_of_pressed(self) -> int:
        found = self.pressed
        return len(found.edits) if found else 0


def read(message: Message) -> str:
    """Return what a person reads of a message: its blocks and attachments, or its text where it has none."""
    shown = words([*message.blocks, *(each.get("blocks") or each.get("text", "") for each in message.attachments)])
    return shown or message.text
