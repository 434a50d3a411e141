"""Between stories and the rows of their table: pure functions, no SQL."""

import hashlib
import json
import logging
from collections.abc import Collection
from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.alerts.alert_state import AlertState
from bot.subscriptions.topic import Topic

_log = logging.getLogger(__name__)
_STORY = TypeAdapter(AlertState)


def topic_key(topic: Topic) -> str:
    """Make a key of fixed length from a topic."""
    job = f"\0{topic.job}" if topic.job else ""
    return hashlib.sha256(f"{topic.kind} {topic.account}{job}".encode("utf-8", "surrogatepass")).hexdigest()


def story_row(provider: str, story: AlertState) -> dict[str, object]:
    """Turn what a channel was told of a topic of a provider into its row."""
    return {
        "provider": provider,
        "channel": story.channel,
        "topic": topic_key(story.topic),
        "told_in": story.told_in,
        "open": story.open or (None if story.flapping is None else story.flapping.key),
        "body": json.dumps(_STORY.dump_python(story, mode="json")),
    }


def story(row: Row[*tuple[object, ...]]) -> AlertState | None:
    """Turn a row into the story it stands for; None, with a line in the log, where this version can't read it.

    The channel begins anew with that topic: that loses one change at most, while a story that nobody can read would
    hold up all that is remembered of the provider.
    """
    try:
        return _STORY.validate_python(json.loads(row.body))
    except ValueError:
        _log.error("what channel %s was told of a topic of %s can't be read", row.channel, row.provider)
        return None


def unheard(story: AlertState, keys: Collection[str]) -> AlertState:
    """Give a story as it is once the alert that told it last will never arrive.

    A message that should have counted its changes has no place to be then, if it is one of these ``keys``.
    """
    flapping = None if story.flapping is not None and story.flapping.key in keys else story.flapping
    return replace(story, told=None, told_in=None, open=None, flapping=flapping)
