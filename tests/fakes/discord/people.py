"""What a person does: use a command, type into an option or a modal, press a button or pick from a menu.

https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
"""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.fakes.discord import payloads
from tests.fakes.discord.callbacks import CallbackType, Interaction, InteractionType
from tests.fakes.discord.command_rules import MESSAGE
from tests.fakes.discord.commands import Command, Commands
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.messages import Messages
from tests.fakes.discord.modals import Entered, filled_in
from tests.fakes.discord.options import CannotError, Value, fill, leaf, nested, resolved
from tests.fakes.discord.permissions import EVERYTHING
from tests.fakes.discord.records import Json, Message
from tests.fakes.discord.replies import Choice, Reply, UnansweredError
from tests.fakes.discord.rules import BUTTON
from tests.fakes.discord.seats import Seat, component, event, pickable
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import Publish, World
from tests.fakes.feed import Feed

GRACE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The parts of this Discord that a person's doing goes through."""

    world: World
    commands: Commands
    messages: Messages
    interactions: Interactions
    terms: Terms
    feed: Feed
    publish: Publish


class People:
    """Do what people do, and wait for what the bot answers."""

    def __init__(self, office: Office) -> None:
        self._in = office

    async def use(
        self, command: str, values: Mapping[str, Value], seat: Seat, *, anywhere: bool = False, promise: bool = False
    ) -> Reply:
        """Use a slash command, `"watch add"` being a sub-command; a `promise` of an answer is enough where asked for.

        Raises:
            CannotError: when Discord's client would not send it.
            UnansweredError: when the bot did not answer in time.
        """
        name, *words = command.split()
        found = self._command(name, seat, anywhere=anywhere)
        filled = fill(leaf(found.spec, words), values)
        sent = self._sent(found, words, filled, seat)
        it = self._begin(InteractionType.COMMAND, sent, seat, command=command)
        return await self._reply(it, promise=promise)

    async def ask(self, name: str, about: Message, seat: Seat) -> Reply:
        """Choose a message command in the menu of a message.

        https://discord.com/developers/docs/interactions/application-commands#message-commands

        Raises:
            CannotError: when Discord's client would not show it.
            UnansweredError: when the bot did not answer in time.
        """
        shown = self._in.messages.now.get(about.id)
        if shown is None or shown.ephemeral:  # the menu of a private message has no commands of applications
            raise CannotError("the message is not to be seen, or has no such menu")
        found = self._in.commands.find(name, seat.channel.guild_id, which=MESSAGE)
        if found is None:
            raise CannotError(f"there is no message command {name} here")
        self._require(found, seat)
        sent: Json = {
            "id": str(found.id),
            "name": found.name,
            "type": MESSAGE,
            "target_id": str(shown.id),
            "resolved": {"messages": {str(shown.id): self._in.messages.payload(shown)}},
        }
        if found.guild_id:
            sent["guild_id"] = str(found.guild_id)
        return await self._reply(self._begin(InteractionType.COMMAND, sent, seat, command=name))

    async def autocomplete(self, command: str, values: Mapping[str, Value], focused: str, seat: Seat) -> list[Choice]:
        """Type into the focused option, the last word being in `values`, and give what the bot offers."""
        name, *words = command.split()
        found = self._command(name, seat)
        spec = leaf(found.spec, words)
        option = next((each for each in spec.get("options") or () if each["name"] == focused), None)
        if option is None or not option.get("autocomplete"):
            raise CannotError(f"{focused} has no autocomplete")
        sent = self._sent(found, words, fill(spec, values, focused=focused), seat)
        it = self._begin(InteractionType.AUTOCOMPLETE, sent, seat, command=command)
        await self._wait(it)
        offered = it.callback.data.get("choices") if it.callback else None
        return [Choice(name=each["name"], value=each["value"]) for each in offered or ()]

    async def press(
        self,
        message: Message | int,
        which: Mapping[str, str],
        values: Sequence[str],
        seat: Seat,
        *,
        promise: bool = False,
    ) -> Reply:
        """Press the component that has these fields, or pick `values` from it; `promise` as in `use`.

        Raises:
            CannotError: when there is none, it is disabled, or the person does not see the message.
            UnansweredError: when the bot did not answer in time.
        """
        shown = self._in.messages.now.get(message if isinstance(message, int) else message.id)
        if shown is None or (shown.ephemeral and shown.seen_by != seat.person.id):
            raise CannotError("the message is not to be seen")
        found = component(shown, which)
        sent: Json = {"custom_id": found["custom_id"], "component_type": found["type"], "id": found["id"]}
        if found["type"] != BUTTON:
            sent["values"] = list(values)
            pickable(found, values)
        it = self._begin(InteractionType.COMPONENT, sent, seat, pressed=shown)
        return await self._reply(it, promise=promise)

    async def fill_in(self, asked: Reply, entered: str | Mapping[str, Entered], seat: Seat) -> Reply:
        """Fill in the modal that a press was answered with (`modals.filled_in`), and submit it.

        Raises:
            CannotError: when there is no modal, or it does not take that.
            UnansweredError: when the bot did not answer in time.
        """
        if asked.kind is not CallbackType.MODAL:
            raise CannotError("no modal was opened")
        shown = self._in.messages.now.get(asked.interaction.message_id or 0)
        sent = filled_in(asked.callback.data, entered)
        roles = self._in.world.roles
        picked = {one for each in sent["components"] for one in each["component"].get("values", ()) if one.isdecimal()}
        sent["resolved"] = {"roles": {one: payloads.role(roles[int(one)]) for one in picked if int(one) in roles}}
        return await self._reply(self._begin(InteractionType.MODAL, sent, seat, pressed=shown))

    def _command(self, name: str, seat: Seat, *, anywhere: bool = False) -> Command:
        found = self._in.commands.find(name, seat.channel.guild_id)
        if found is None and anywhere:
            every = self._in.commands.registered.values()
            return next(each for each in every if each.name == name)
        if found is None:
            raise CannotError(f"there is no command {name} here")
        self._require(found, seat)
        return found

    def _require(self, found: Command, seat: Seat) -> None:
        """Raise where a person may not see a command."""
        may, needs = self._may(seat), found.needs
        if seat.channel.guild_id and needs is not None and may != EVERYTHING and (not needs or needs & ~may):
            raise CannotError(f"{seat.person.name} may not see {found.name}")

    def _sent(self, found: Command, words: Sequence[str], filled: list[Json], seat: Seat) -> Json:
        sent: Json = {"id": str(found.id), "name": found.name, "type": 1}
        if filled or words:
            sent["options"] = nested(words, found.spec, filled)
        if objects := resolved(filled, self._in.world, seat.channel.guild_id):
            sent["resolved"] = objects
        if found.guild_id:
            sent["guild_id"] = str(found.guild_id)
        return sent

    def _begin(
        self,
        kind: InteractionType,
        sent: Json,
        seat: Seat,
        *,
        command: str | None = None,
        pressed: Message | None = None,
    ) -> Interaction:
        world = self._in.world
        it = Interaction(
            id=world.snowflakes.next(),
            token=secrets.token_urlsafe(48),
            kind=kind,
            channel_id=seat.channel.id,
            person=seat.person,
            at=world.clock(),
            began=time.monotonic(),
            command=command,
            message_id=pressed.id if pressed else None,
        )
        self._in.interactions.begun[it.token] = it
        shown = {"message": self._in.messages.payload(pressed)} if pressed else {}
        self._in.publish("INTERACTION_CREATE", {**event(self._in.world, it, seat), **shown, "data": sent})
        return it

    def _may(self, seat: Seat) -> int:
        return self._in.world.permissions(seat.channel, seat.person)

    async def _wait(self, it: Interaction) -> None:
        within = self._in.terms.reply_seconds + GRACE
        try:
            await self._in.feed.wait_for(lambda: it.callback is not None, within)
        except TimeoutError:
            what = it.command or "the component"
            problems = self._in.terms.problems
            raise UnansweredError(f"no answer to {what} within {within:g} s; problems: {problems}") from None

    async def _reply(self, it: Interaction, *, promise: bool = False) -> Reply:
        """Wait for an answer that can be read, or that it was deleted for another one."""
        await self._wait(it)
        reply = Reply(it, self._in.messages, self._in.feed)
        if reply.kind is CallbackType.DEFERRED_MESSAGE and not promise:
            await self._in.feed.wait_for(lambda: reply.gone or not reply.message.loading)
        return reply
