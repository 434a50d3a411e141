"""``/help``: every command that somebody may use, with an example of this server's own providers."""

from collections.abc import Sequence
from typing import Any

from bot.chat.feature import Caller, Command, Feature, NoOptions
from bot.chat.message import Block, Card, Entry, Level, Listing, Message, Section
from bot.chat.spans import Code


class HelpHandler:
    """Lists the commands.

    Args:
        features: Every other feature, in the order in which they are shown.
    """

    def __init__(self, features: Sequence[Feature]) -> None:
        self._features = features

    def feature(self) -> Feature:
        """Return the command."""
        command = Command(
            name="help", description="What you can type here", options=NoOptions, run=self.run, private=True
        )
        return Feature(name="help", commands=(command,))

    async def run(self, caller: Caller, _: NoOptions) -> Message:
        """Answer the command; those who may manage the server see what is theirs as well."""
        everyone = _listing([one for one in self._features if not one.for_managers])
        managers = _listing([one for one in self._features if one.for_managers])
        sections = (Section(title="For those who manage this server", body=managers),) if caller.may_manage else ()
        card = Card(title="What you can type here", body=(everyone,), sections=sections, level=Level.FREE)
        return Message(cards=(card,), private=True)


def example(command: Command[Any]) -> str:
    """Return a command as it can be typed: ``/capacity minimax``."""
    return " ".join((f"/{command.name}", *list(command.examples.values())[:1]))


def _listing(features: Sequence[Feature]) -> Block:
    commands = [command for feature in features for command in feature.commands]
    return Listing(entries=tuple(Entry(((Code(example(one)), f" · {one.description}"),)) for one in commands))
