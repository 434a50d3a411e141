"""A made-up feature, one command of each kind and one button: no file of the program knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from bot.chat.command_options import ChannelChoice, Choice, NoOptions, option
from bot.chat.feature import Action, Caller, Command, Feature, read_number
from bot.chat.message import Button, Card, Message, paragraph
from bot.chat.signs_and_colours import Level
from bot.chat.text_spans import Strong
from bot.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Brew:
    """What is brewed."""

    sort: str = option("What to brew")
    name: str | None = option("Whose cup it is", default=None, longest=40)
    cups: int = option("How many", default=1)
    milk: bool = option("With milk", default=False)
    where: ChannelChoice | None = option("Where it is served", default=None)


@dataclass
class Kitchen:
    """Remembers what was brewed."""

    pour_button: ClassVar[Button] = Button(label="Pour", action="tea:pour", arguments=("1",))

    brewed: list[str] = field(default_factory=list)

    def feature(self) -> Feature:
        """Return the feature."""
        brew = Command(
            name="tea brew",
            description="Brew tea",
            options=Brew,
            run=self.brew,
            choices={"sort": (Choice(label="Green tea", value="green"), Choice(label="Black tea", value="black"))},
            suggest={"name": self.suggest},
        )
        listed = Command(name="tea list", description="What was brewed", options=NoOptions, run=self.list)
        pour = Action(name="tea:pour", run=self.pour, arguments=1, in_place=True)
        return Feature(name="tea", description="Tea for everybody", commands=(brew, listed), actions=(pour,))

    async def brew(self, caller: Caller, asked: Brew) -> Message:
        """Brew, and offer a button to pour."""
        if asked.sort not in {"green", "black"}:
            raise BadInput(f"There is no {asked.sort}.", option="sort", meant="green" if "gr" in asked.sort else "")
        self.brewed.append(asked.sort)
        return self._card(f"{asked.sort} for {caller.member}", self.pour_button)

    async def list(self, _: Caller, __: NoOptions) -> Message:
        """List what was brewed."""
        return self._card(", ".join(self.brewed) or "nothing")

    async def pour(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Pour a cup."""
        return self._card(f"poured {read_number(arguments[0])}")

    async def suggest(self, _: Caller, typed: str, given: Mapping[str, object]) -> Sequence[Choice]:
        """Suggest a name that tells the sort."""
        label = f"{typed} cup of {given['sort']}"
        return (Choice(label=label, value=label),)

    def _card(self, said: str, *actions: Button) -> Message:
        return Message(
            cards=(Card(title="Tea", body=(paragraph((Strong(said),)),), level=Level.FREE),), actions=actions
        )


def brewing() -> Kitchen:
    """Return a kitchen in which nothing was brewed."""
    return Kitchen()
