"""The messages of all channels: added, edited, removed, found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tests.fakes.feed import Feed
from tests.fakes.slack.block_tree import filled
from tests.fakes.slack.mrkdwn_rules import pings
from tests.fakes.slack.records import Json, Message, Origin, Revision
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message before it has a `ts`."""

    channel: str
    origin: Origin
    text: str = ""
    blocks: Sequence[Json] = ()
    attachments: Sequence[Json] = ()
    metadata: Json | None = None
    thread_ts: str | None = None
    seen_by: str | None = None
    interaction: str | None = None
    files: tuple[str, ...] = ()


class Messages:
    """Hold every message by its channel and `ts`, ephemeral ones included."""

    def __init__(self, world: World, terms: Terms, feed: Feed) -> None:
        self._world = world
        self._terms = terms
        self._feed = feed
        self._of: dict[str, dict[str, Message]] = defaultdict(dict)
        self.removed: list[Message] = []

    def add(self, draft: Draft, author: str | None = None) -> Message:
        """Store a message."""
        made = Message(
            channel=draft.channel,
            ts=self._world.new_ts(self._terms.ts_skew),
            at=self._world.clock(),
            author=author or self._world.bot.id,
            origin=draft.origin,
            text=draft.text,
            blocks=filled(draft.blocks),
            attachments=_attachments(draft.attachments),
            metadata=draft.metadata,
            thread_ts=draft.thread_ts,
            seen_by=draft.seen_by,
            interaction=draft.interaction,
            files=draft.files,
            pings=pings(draft.text, draft.blocks),
        )
        return self._put(made)

    def edit(
        self,
        message: Message,
        *,
        text: str,
        blocks: Sequence[Json],
        attachments: Sequence[Json] | None = None,
        metadata: Json | None = None,
    ) -> Message:
        """Change a message; what is None stays as it was."""
        was = self.find(message.channel, message.ts)
        at = self._world.clock()
        old = Revision(text=was.text, blocks=was.blocks, attachments=was.attachments, until=at)
        changed = replace(
            was,
            text=text,
            blocks=filled(blocks),
            attachments=was.attachments if attachments is None else _attachments(attachments),
            metadata=was.metadata if metadata is None else metadata,
            edits=(*was.edits, old),
            edited_at=at,
        )
        return self._put(changed)

    def remove(self, message: Message) -> None:
        """Delete a message."""
        self.removed.append(self.find(message.channel, message.ts))
        del self._of[message.channel][message.ts]
        self._feed.notify()

    def find(self, channel: str, ts: str) -> Message:
        """Find a message, or refuse as Slack does."""
        found = self._of[channel].get(ts)
        if found is None:
            raise RefusalError(error="message_not_found")
        return found

    def now(self, message: Message) -> Message | None:
        """Return a message as it is now, None where it was deleted."""
        return self._of[message.channel].get(message.ts)

    def of(self, channel: str | None = None) -> list[Message]:
        """List the messages of a channel, or of all, oldest first."""
        places = self._of.values() if channel is None else [self._of[channel]]
        return sorted((each for place in places for each in place.values()), key=_age)

    def every(self) -> list[Message]:
        """List all messages there are or ever were, oldest first."""
        return sorted([*self.of(), *self.removed], key=_age)

    def edited(self, message: Message) -> tuple[datetime, ...]:
        """Return when each edit of a message came, oldest first."""
        return tuple(each.until for each in self.find(message.channel, message.ts).edits)

    def _put(self, message: Message) -> Message:
        self._of[message.channel][message.ts] = message
        self._feed.notify()
        return message


def _attachments(attachments: Sequence[Json]) -> tuple[Json, ...]:
    """Copy attachments, with ids filled in and numbered from 1."""
    return tuple(
        {**each, "id": number, **({"blocks": list(filled(each["blocks"]))} if each.get("blocks") else {})}
        for number, each in enumerate(attachments, 1)
    )


def _age(message: Message) -> tuple[int, int]:
    seconds, microseconds = message.ts.split(".")
    return int(seconds), int(microseconds)
