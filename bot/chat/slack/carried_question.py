"""The question that a button carries and asks again when it is pressed, even after a restart.

Its texts are masked (``Dispatcher.masked``): what a button carries is no place for the e-mail that an account is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.slack.command_form import COMMAND_KEY, carried_texts, texts_in
from bot.chat.slack.interaction_records import metadata, metadata_of

TOKEN_KEY, CONFIRMATION_KEY = "token", "asks"

_CARRIED = 2_000
"""https://docs.slack.dev/reference/block-kit/block-elements/button-element"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that can be asked again: a command with its options, or a button by its token.

    Attributes:
        command: The command's name; empty for a button.
        texts: Its options as texts, by name.
        token: The button's token; empty for a command.
        confirmation: A question to confirm first; may be empty.
    """

    command: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    token: str = ""
    confirmation: str = ""

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
        confirmation = {CONFIRMATION_KEY: self.confirmation} if self.confirmation else {}
        return metadata({COMMAND_KEY: self.command, **confirmation, **carried_texts(texts)})


def question_in(carried: str) -> Question:
    """Return the question in a button's value; an empty one if another version wrote it."""
    found = metadata_of(carried)
    return Question(
        command=found.get(COMMAND_KEY, ""),
        texts=texts_in(found),
        token=found.get(TOKEN_KEY, ""),
        confirmation=found.get(CONFIRMATION_KEY, ""),
    )
