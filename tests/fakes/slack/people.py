"""What people do: type a command, press, pick, type into a menu, submit a modal, open the Home tab.

https://docs.slack.dev/reference/interaction-payloads
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fakes.feed import Feed
from tests.fakes.slack import payloads
from tests.fakes.slack.acked import NOT_SENT, TIMEOUT, Acked, CannotError, Choice
from tests.fakes.slack.block_tree import Placed, elements
from tests.fakes.slack.form_state import Entered, initial_state, state_of
from tests.fakes.slack.interactions import ACTIONS, SHORTCUT, SLASH, SUBMISSION, SUGGESTION, Interactions
from tests.fakes.slack.manifest import MANIFEST
from tests.fakes.slack.messages import Messages
from tests.fakes.slack.records import Ack, Channel, ChannelKind, Interaction, Json, Member, Message, View
from tests.fakes.slack.socket_mode import Sockets
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.views import Views
from tests.fakes.slack.world import World

MENTION = re.compile(r"(?<!\S)([@#])([\w.-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The parts of this Slack that a person's doing goes through."""

    world: World
    messages: Messages
    views: Views
    interactions: Interactions
    sockets: Sockets
    terms: Terms
    feed: Feed
    response_url: Callable[[str], str]


class People:
    """Do what people do, and wait for what the app acknowledges."""

    def __init__(self, office: Office) -> None:
        self._in = office
        self._offered: dict[tuple[str, str], list[Choice]] = {}

    async def slash(self, who: Member, channel: Channel, text: str, command: str) -> Acked:
        """Type a slash command; `@name` and `#name` of those there are become what Slack makes of them."""
        world = self._in.world
        place = world.channels[channel.id]
        if who.id not in place.members:
            raise CannotError(f"{who.name} is not in {place.name}")
        it = self._in.interactions.begin(SLASH, who.id, channel=place.id)
        enterprise = {"enterprise_id": world.enterprise, "enterprise_name": "Grid"} if world.enterprise else {}
        payload: Json = {
            "token": "deprecated",
            "team_id": who.team if who.is_stranger else world.team,
            "team_domain": world.domain,
            **enterprise,
            "channel_id": place.id,
            "channel_name": payloads.place(place)["name"],
            "user_id": who.id,
            "user_name": who.name,
            "command": command,
            "text": self._escaped(text),
            "api_app_id": world.app,
            "is_enterprise_install": "false",
            "response_url": self._response_url(it),
            "trigger_id": it.trigger_id,
        }
        return await self._send(it, SLASH, payload)

    async def press(self, shown: Message | View, action_id: str, who: Member, value: Entered | None = None) -> Acked:
        """Press a button, or pick `value` from what is no button.

        Raises:
            CannotError: There is no such element, or the person does not see it.
        """
        placed = self._placed(shown, action_id)
        if placed.element["type"] == "external_select" and isinstance(value, str):
            await self._offer(shown, placed, value, who)
        offered = self._offered.get((_key(shown), action_id), [])
        entered = state_of(placed.element, value, offered)
        action = {**entered, **_shown_of(placed), "action_ts": self._in.world.new_ts()}
        it = self._begin(ACTIONS, shown, who)
        payload = {**self._about(ACTIONS, it, shown, who), "actions": [action]}
        if isinstance(shown, Message):
            payload |= {"response_url": self._response_url(it), "state": {"values": initial_state(shown.blocks)}}
        return await self._send(it, "interactive", payload)

    async def suggest(self, shown: Message | View, action_id: str, query: str, who: Member) -> Acked:
        """Type into a menu whose options come from the app."""
        placed = self._placed(shown, action_id)
        if not placed.element["type"].endswith("external_select"):
            raise CannotError(f"{action_id} is no external select")
        if len(query) < placed.element.get("min_query_length", 3):
            raise CannotError("Slack asks only after more characters")
        it = self._begin(SUGGESTION, shown, who)
        about = self._about(SUGGESTION, it, shown, who)
        del about["trigger_id"]
        about |= {"action_id": action_id, "block_id": placed.block["block_id"], "value": query}
        acked = await self._send(it, "interactive", about)
        self._offered[_key(shown), action_id] = acked.choices
        return acked

    async def submit(self, view: View, values: Mapping[str, Entered], who: Member) -> Acked:
        """Fill in a modal by `action_id` or `block_id`, and submit it.

        Raises:
            CannotError: It is not on top, or something that must be filled in is not.
        """
        stack = self._in.views.stack(who.id)
        if not stack or stack[-1].id != view.id:
            raise CannotError("the view is not what is on top")
        now = stack[-1]
        if not now.body.get("submit"):
            raise CannotError("the view has no button to submit it")
        for each in list(elements(now.body["blocks"])):
            given = values.get(each.element["action_id"], values.get(each.block["block_id"]))
            if each.element["type"] == "external_select" and isinstance(given, str):
                await self._offer(now, each, given, who)
        offered = {action: found for (key, action), found in self._offered.items() if key == _key(now)}
        state = initial_state(now.body["blocks"], values, offered, submitting=True)
        it = self._in.interactions.begin(SUBMISSION, who.id, view=now.id)
        payload = payloads.interactive(SUBMISSION, it, who, self._in.world)
        payload |= {"view": payloads.view(now, self._in.world, state=state), "response_urls": []}
        return await self._send(it, "interactive", payload)

    async def shortcut(self, message: Message, callback_id: str, who: Member) -> Acked:
        """Choose a shortcut of the app in the menu of a message."""
        shown = self._now(message)
        if shown.ephemeral:
            raise CannotError("an ephemeral message has no such menu")
        if callback_id not in MANIFEST.shortcuts:
            raise CannotError(f"the app has no shortcut {callback_id}")
        it = self._in.interactions.begin(SHORTCUT, who.id, channel=shown.channel, pressed=shown.ts)
        payload = payloads.interactive(SHORTCUT, it, who, self._in.world) | {
            "callback_id": callback_id,
            "channel": payloads.place(self._in.world.channels[shown.channel]),
            "message_ts": shown.ts,
            "message": payloads.message(shown, self._in.world),
            "response_url": self._response_url(it),
            "action_ts": self._in.world.new_ts(),
        }
        return await self._send(it, "interactive", payload)

    def _escaped(self, text: str) -> str:
        """Write what was typed as Slack sends it where the command has `should_escape`."""
        world = self._in.world
        people = {each.name: each for each in world.members.values()}
        places = {each.name: each for each in world.channels.values() if each.kind is not ChannelKind.DIRECT}
        groups = {each.handle: each for each in world.groups.values()}

        def named(found: re.Match[str]) -> str:
            sign, name = found[1], found[2]
            if sign == "@" and name in {"here", "channel", "everyone"}:
                return f"<!{name}>"
            if sign == "@" and name in people:
                return f"<@{people[name].id}|{name}>"
            if sign == "@" and name in groups:
                return f"<!subteam^{groups[name].id}|@{name}>"
            if sign == "#" and name in places:
                return f"<#{places[name].id}|{name}>"
            return found[0]

        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return MENTION.sub(named, plain)

    async def _offer(self, shown: Message | View, placed: Placed, wanted: str, who: Member) -> None:
        """Type until what is wanted is offered, as somebody does who picks it."""
        action_id = placed.element["action_id"]
        offered = self._offered.get((_key(shown), action_id), [])
        if not any(wanted in {each.value, each.text} for each in offered):
            await self.suggest(shown, action_id, wanted, who)

    def _now(self, message: Message) -> Message:
        found = self._in.messages.now(message)
        if found is None:
            raise CannotError("the message is gone")
        return found

    def _placed(self, shown: Message | View, action_id: str) -> Placed:
        if isinstance(shown, Message):
            now = self._now(shown)
            every = list(elements(now.blocks, now.attachments))
        else:
            every = list(elements(self._in.views.every[shown.id].body["blocks"]))
        found = [each for each in every if each.element["action_id"] == action_id]
        if not found:
            raise CannotError(f"there is no {action_id}, but {[each.element['action_id'] for each in every]}")
        return found[0]

    def _begin(self, kind: str, shown: Message | View, who: Member) -> Interaction:
        if isinstance(shown, View):
            now = self._in.views.every[shown.id]
            if now.user != who.id or not now.is_open:
                raise CannotError("the view is not before this person")
            return self._in.interactions.begin(kind, who.id, view=shown.id)
        if shown.seen_by not in {None, who.id}:
            raise CannotError("an ephemeral message of somebody else")
        if who.id not in self._in.world.channels[shown.channel].members:
            raise CannotError(f"{who.name} is not in the channel")
        return self._in.interactions.begin(kind, who.id, channel=shown.channel, pressed=shown.ts)

    def _about(self, kind: str, it: Interaction, shown: Message | View, who: Member) -> Json:
        """Return where it happens; the message itself only where all see it, as Slack does."""
        world = self._in.world
        about = payloads.interactive(kind, it, who, world)
        if isinstance(shown, View):
            now = self._in.views.every[shown.id]
            state = initial_state(now.body["blocks"])
            about |= {"container": {"type": "view", "view_id": now.id}}
            return about | {"view": payloads.view(now, world, state=state)}
        now_shown = self._now(shown)
        container = {
            "type": "message",
            "message_ts": now_shown.ts,
            "channel_id": now_shown.channel,
            "is_ephemeral": now_shown.ephemeral,
        }
        about |= {"container": container, "channel": payloads.place(world.channels[now_shown.channel])}
        return about if now_shown.ephemeral else about | {"message": payloads.message(now_shown, world)}

    def _response_url(self, it: Interaction) -> str:
        return self._in.response_url(it.response_token)

    async def _send(self, it: Interaction, kind: str, payload: Json) -> Acked:
        """Send an envelope and wait for its acknowledgement, or as long as Slack does."""

        def taken(ack: Ack) -> None:
            self._in.interactions.acknowledge(it, ack)

        acked = Acked(it, self._in.messages, self._in.views, self._in.feed)
        envelope = self._in.sockets.send(kind, payload, taken)
        error: str | None = NOT_SENT
        if envelope is not None:
            it.envelopes.append(envelope.id)
            try:
                await self._in.feed.wait_for(lambda: it.ack is not None, self._in.terms.ack_seconds)
                error = None
            except TimeoutError:
                error = TIMEOUT
        return acked.acknowledged(error)


def _key(shown: Message | View) -> str:
    return shown.id if isinstance(shown, View) else f"{shown.channel}/{shown.ts}"


def _shown_of(placed: Placed) -> Json:
    """Return what an action says of its element: ids, value, text."""
    element = placed.element
    made: Json = {"action_id": element["action_id"], "block_id": placed.block["block_id"], "type": element["type"]}
    named: Json = {name: element[name] for name in ("text", "value", "url", "style", "placeholder") if name in element}
    return named | made
