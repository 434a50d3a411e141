"""Who may see and change what in a workspace: members see, managers change, and nothing goes where others read it.

Slack has no permissions for commands, and anybody who is in a channel can type them there: guests, and people of other
organisations where a channel is shared. What Slack does not say counts as no.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.chat.feature import Caller
from bot.chat.slack.api_answers import SlackRefused, SlackTrouble
from bot.chat.slack.slack_ids import known_slack_id, number_of
from bot.chat.slack.workspace import Workspace
from bot.chat.slack.workspace_records import Channel, Member
from bot.errors import BadInput

OTHER_WORKSPACE = "This bot serves another workspace: it shows nothing here."
STRANGER = "You are of another organisation: this workspace's accounts are not shown to you."
GUEST = "This workspace's accounts are not shown to guests."
PROGRAM = "This workspace's accounts are not shown to programs."
GONE = "Your account here is closed."
UNKNOWN = "Slack does not say who you are just now, so nothing is shown. Try again in a minute."
NO_SCOPE = "The app lacks a scope, so it can't tell who you are, and shows nothing. Whoever runs the bot: "
SHARED = "This channel is shared with another organisation, so the answer is yours alone."
UNSEEN = "The bot can't see who reads this channel, so the answer is yours alone. An invitation helps: "
DIRECT = "In a direct conversation the answer is yours alone."
CLOSED = "This channel is shared with another organisation: nothing is shown or changed in it."
NOT_MANAGER = (
    "That is for managers: admins and owners of this workspace, and those whom the bot's settings name "
    "(SLACK_MANAGERS)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Somebody who may see what accounts do.

    Attributes:
        caller: Who it is, for handlers.
        private_because: Why their answers are theirs alone in this channel; empty where all who read it may see them.
        is_closed: Whether others than members may read the channel, so that nothing is done by its messages.
    """

    caller: Caller
    private_because: str = ""
    is_closed: bool = False

    def require_open(self) -> None:
        """Raise ``BadInput`` where others than members may read the channel."""
        if self.is_closed:
            raise BadInput(CLOSED)


class MemberRights:
    """Finds out who somebody is, and what may be said where they are.

    Args:
        workspace: Knows people and channels, for some minutes.
        managers: The ids of members and user groups who may manage, besides admins and owners.
        alert_channels: Returns the channels that are told anything.
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

    async def admit(self, team: str, user: str, channel: str) -> Admitted:
        """Return what somebody may do in a channel; raises ``BadInput`` where nothing is shown to them."""
        try:
            home, there, who = number_of(team), number_of(channel), number_of(user)
        except ValueError as problem:
            raise BadInput(UNKNOWN) from problem
        member = await self._member(team, user)
        place = await self._channel(channel)
        manages = member.is_admin or await self._is_named(user)
        invitation = self._workspace.invitation
        return Admitted(
            caller=Caller(
                guild=home,
                channel=there,
                member=who,
                may_manage=manages,
                bot_lacks=() if place is not None and place.has_bot else (f"an invitation ({invitation})",),
                can_view=lambda other: other == there or self._is_open(other),
                viewable=lambda: [one for one in self._alert_channels() if self._is_open(one)],
            ),
            private_because=_private_because(place, invitation),
            is_closed=place is None or not place.is_seen or place.is_shared,
        )

    async def _member(self, team: str, user: str) -> Member:
        try:
            teams = await self._workspace.teams()
            member = await self._workspace.member(user) if team in teams else None
        except SlackRefused as problem:
            if problem.needed is not None:
                raise BadInput(NO_SCOPE, f"add {problem.needed} and install the app again.") from problem
            raise BadInput(UNKNOWN) from problem
        except SlackTrouble as problem:
            raise BadInput(UNKNOWN) from problem
        if team not in teams:
            raise BadInput(OTHER_WORKSPACE)
        if member is None:
            raise BadInput(UNKNOWN)
        refusal = refusal_of(member)
        if refusal:
            raise BadInput(refusal)
        return member

    async def _channel(self, channel: str) -> Channel | None:
        """Return what a channel is; None where Slack does not say."""
        try:
            return await self._workspace.channel(channel)
        except (SlackRefused, SlackTrouble):
            return None

    async def _is_named(self, user: str) -> bool:
        """Return whether the settings name a member as a manager, or a user group that they are in."""
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
        """Return whether every member may read a channel, as far as is known."""
        slack_id = known_slack_id(channel)
        known = None if slack_id is None else self._workspace.known_channel(slack_id)
        return known is not None and not known.is_private and not known.is_direct


def refusal_of(member: Member) -> str:
    """Return why somebody gets no account data, as a sentence; empty where they may see what accounts do."""
    if member.is_gone:
        return GONE
    if member.is_bot:
        return PROGRAM
    if member.is_stranger:
        return STRANGER
    return GUEST if member.is_guest else ""


def _private_because(place: Channel | None, invitation: str) -> str:
    if place is None or not place.is_seen:
        return f"{UNSEEN}{invitation}"
    if place.is_shared:
        return SHARED
    return DIRECT if place.is_direct else ""
