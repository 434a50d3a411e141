"""Rights in a workspace: members see, managers change, and nothing is shown where outsiders can read it.

Slack has no permissions for commands, which anyone in a channel can type: guests too, and people of other organisations
if the channel is shared. If Slack does not answer, the right is denied.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller, Command
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.member_and_channel_records import Channel, Member
from bot.chat.slack.slack_ids import number_of
from bot.chat.slack.workspace_cache import Workspace
from bot.chat.wording.refusal_sentences import OUTDATED_BUTTON
from bot.errors import BadInput

OTHER_WORKSPACE = "This bot serves another workspace: it shows nothing here."
STRANGER = "You are of another organisation: this workspace's accounts are not shown to you."
GUEST = "This workspace's accounts are not shown to guests."
PROGRAM = "This workspace's accounts are not shown to programs."
GONE = "Your account here is closed."
UNKNOWN = "Slack does not say who you are just now, so nothing is shown. Try again in a minute."
UNOPENED = "Slack opens no conversation with you just now. Try again in a minute."
NO_SCOPE = "The app lacks a scope that it needs to answer you, and shows nothing. Whoever runs the bot: "
UNANSWERED = "Slack does not say who reads this channel just now"
UNSEEN = "The bot can't see who reads this channel"
SHARED = "This channel is shared with another organisation"
PRIVATE = ", so the answer is yours alone."
CLOSED = ", so nothing is shown or changed in it."
DIRECT = "In a direct conversation the answer is yours alone."

NOT_MANAGER = (
    "That is for managers: admins and owners of this workspace, and those whom the bot's settings name "
    "(SLACK_MANAGERS)."
)

_LIST = "list"
"""The verb of commands that list what their feature's other commands add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A member who may see the accounts.

    Attributes:
        caller: The member as handlers take them.
        private_because: Why answers in this channel must be private; empty if all its readers may see them.
        closed_because: Why buttons in this channel do nothing, since outsiders may read it; empty if none can.
    """

    caller: Caller
    private_because: str = ""
    closed_because: str = ""

    def require_open(self) -> None:
        """Raise ``BadInput`` if outsiders may read the channel."""
        if self.closed_because:
            raise BadInput(self.closed_because)


class MemberRights:
    """Checks what a member may see and do in a channel.

    Args:
        workspace: Knows members and channels.
        managers: The ids of members and user groups who may manage, besides admins and owners.
        alert_channels: Returns the channels that get alerts.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        managers: Collection[str] = (),
        alert_channels: Callable[[], Collection[int]] = tuple,
    ) -> None:
        self._workspace = workspace
        self._managers = frozenset(managers)
        self._alert_channels = alert_channels

    async def admit(self, team: str, user: str, channel: str = "") -> Admitted:
        """Return a member's rights in a channel; raises ``BadInput`` if they may see nothing.

        Without a channel, or in any direct conversation, the bot's own conversation with the member is meant: commands
        can also be typed in a conversation of two members, where the bot can't write.
        """
        member = await self._member(team, user)
        if not channel or channel.startswith("D"):
            channel = await self._own_conversation(user)
        try:
            home, there, who = number_of(team), number_of(channel), number_of(user)
        except ValueError as problem:
            raise BadInput(UNKNOWN) from problem
        known = await self._channel(channel)
        manages = member.is_admin or await self._is_named(user)
        invitation = self._workspace.invitation
        is_direct = known is not None and known.is_direct
        return Admitted(
            caller=Caller(
                guild=home,
                channel=there,
                member=who,
                may_manage=manages,
                is_direct=is_direct,
                bot_lacks=_lacking(known, invitation),
                sees_pictures=False,  # pictures are posted separately, on request
                can_view=lambda other: other == there or self._is_open(other),
                viewable=lambda: [one for one in self._alert_channels() if self._is_open(one)],
            ),
            private_because=_for_outsiders(known, PRIVATE, invitation) or (DIRECT if is_direct else ""),
            closed_because=_for_outsiders(known, CLOSED, invitation),
        )

    async def _member(self, team: str, user: str) -> Member:
        try:
            teams = await self._workspace.teams()
            member = await self._workspace.member(user) if team in teams else None
        except (SlackRefused, SlackTrouble) as problem:
            raise _refusal(problem, UNKNOWN) from problem
        if team not in teams:
            raise BadInput(OTHER_WORKSPACE)
        if member is None:
            raise BadInput(UNKNOWN)
        if refusal := why_not_shown(member):
            raise BadInput(refusal)
        return member

    async def _own_conversation(self, user: str) -> str:
        """Return the bot's direct conversation with a member; raises ``BadInput`` if Slack opens none."""
        try:
            return await self._workspace.direct_channel(user)
        except (SlackRefused, SlackTrouble) as problem:
            raise _refusal(problem, UNOPENED) from problem

    async def _channel(self, channel: str) -> Channel | None:
        """Return a channel; None if Slack does not answer."""
        try:
            return await self._workspace.channel(channel)
        except (SlackRefused, SlackTrouble):
            return None

    async def _is_named(self, user: str) -> bool:
        """Return whether the settings name the member, or one of their user groups, as a manager."""
        if user in self._managers:
            return True
        if not any(one.startswith("S") for one in self._managers):
            return False
        try:
            groups = await self._workspace.user_groups()
        except (SlackRefused, SlackTrouble):
            return False
        return any(group.id in self._managers and user in group.users for group in groups)

    def _is_open(self, channel: int) -> bool:
        """Return whether a channel is known to be open to every member."""
        known = self._workspace.known_channel(channel)
        return known is not None and not known.is_private and not known.is_direct


def why_not_shown(member: Member) -> str:
    """Return why a member may not see the accounts, as a sentence; empty if they may."""
    if member.is_gone:
        return GONE
    if member.is_bot:
        return PROGRAM
    if member.is_stranger:
        return STRANGER
    return GUEST if member.is_guest else ""


def _refusal(problem: SlackRefused | SlackTrouble, otherwise: str) -> BadInput:
    """Return a refusal that names the scope which the app lacks, if that is why, or else says ``otherwise``."""
    needed = problem.needed if isinstance(problem, SlackRefused) else None
    return BadInput(otherwise) if needed is None else BadInput(NO_SCOPE, f"add {needed} and install the app again.")


def _for_outsiders(channel: Channel | None, then: str, invitation: str) -> str:
    """Return a sentence that outsiders may read a channel, or that nobody knows, with ``then``; empty if none can."""
    if channel is None:
        return f"{UNANSWERED}{then} Try again in a minute."
    if not channel.is_seen:
        return f"{UNSEEN}{then} An invitation helps: {invitation}"
    return f"{SHARED}{then}" if channel.is_shared else ""


def _lacking(channel: Channel | None, invitation: str) -> tuple[str, ...]:
    """Return what the bot needs to post in a channel and lacks."""
    if channel is None:
        return ("an answer of Slack about this channel (try again in a minute)",)
    return () if channel.has_bot else (f"an invitation ({invitation})",)


class AllowedCommands:
    """The commands that a caller may use, by name.

    Attributes:
        about_messages: The commands in a message's menu, by the ``callback_id`` there, which is the feature's name.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.about_messages = {feature.name: one for feature in dispatcher.features for one in feature.message_commands}

    def adding(self, command: Command[Any], caller: Caller) -> Sequence[Command[Any]]:
        """Return the commands that add to what a command lists, if the caller may use them."""
        feature, _, verb = command.name.partition(" ")
        if verb != _LIST:
            return ()
        others = (one for name, one in self._dispatcher.commands.items() if name.startswith(f"{feature} ") and one.adds)
        return [one for one in others if self._dispatcher.is_offered(one, caller)]

    def usable(self, name: str, caller: Caller) -> Command[Any]:
        """Return the command with a name; raises ``BadInput`` if there is none, or the caller may not use it."""
        command = self._dispatcher.commands.get(name)
        if command is None:
            raise BadInput(OUTDATED_BUTTON)
        self.require(command, caller)
        return command

    def require(self, command: Command[Any], caller: Caller) -> None:
        """Raise ``BadInput`` if a command is for managers and the caller is none."""
        if not self._dispatcher.is_offered(command, caller):
            raise BadInput(NOT_MANAGER, *command.alternative)
