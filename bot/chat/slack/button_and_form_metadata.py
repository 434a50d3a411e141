"""The data that buttons and forms carry in ``value`` and ``private_metadata``, such as a question to ask again.

Its texts are masked (``Dispatcher.masked``): an account's name may be an e-mail address, which no button should carry.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

_CARRIED = 2_000
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""

COMMAND_KEY, TOKEN_KEY, CHANNEL_KEY = "command", "token", "channel"
"""Keys of a command's name, of a button's token, and of the channel that a form was opened from."""

SHOWN_KEY = "shown"
"""Key of the names, separated by commas, of options for which the form showed a value that nobody had given."""

_OPTION = "="
"""Prefix of an option's key in metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that can be asked again: a command with its options, or a button by its token.

    Attributes:
        command: The command's name; empty for a button.
        texts: Its options as texts, by name.
        token: The button's token; empty for a command.
    """

    command: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    token: str = ""

    def carried(self) -> str:
        """Return the button's value; if it is too long, the longest texts are left out."""
        texts = dict(self.texts)
        while len(said := self._written(texts)) > _CARRIED and texts:
            del texts[max(texts, key=lambda name: len(texts[name]))]
        return said

    def is_whole(self) -> bool:
        """Return whether a button can carry the whole question."""
        return len(self._written(self.texts)) <= _CARRIED

    def _written(self, texts: Mapping[str, str]) -> str:
        if self.token:
            return metadata({TOKEN_KEY: self.token})
        return metadata({COMMAND_KEY: self.command, **carried_texts(texts)})


def question_in(carried: str) -> Question:
    """Return the question in a button's value; an empty one if another version wrote it."""
    found = metadata_of(carried)
    return Question(command=found.get(COMMAND_KEY, ""), texts=texts_in(found), token=found.get(TOKEN_KEY, ""))


def carried_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Return options' texts as a button or a form carries them."""
    return {f"{_OPTION}{name}": text for name, text in texts.items()}


def texts_in(carried: Mapping[str, str]) -> dict[str, str]:
    """Return options' texts from what a button or a form carries."""
    return {name.removeprefix(_OPTION): text for name, text in carried.items() if name.startswith(_OPTION)}


def metadata_of(text: str) -> Mapping[str, str]:
    """Parse the metadata of a view or a button; empty if another version wrote it."""
    try:
        return msgspec.json.decode(text.encode(), type=dict[str, str]) if text else {}
    except (msgspec.MsgspecError, ValueError):
        return {}


def metadata(carried: Mapping[str, str]) -> str:
    """Return the metadata of a view or a button as text."""
    return json.dumps(carried, separators=(",", ":"), ensure_ascii=False)
