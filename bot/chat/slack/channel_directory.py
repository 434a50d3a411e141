"""Slack's channels and user groups, as cached; callers that answer a person ask Slack first."""

from typing_extensions import override

from bot.chat.channel_directory import ChannelDirectory
from bot.chat.command_options import ChannelChoice, RoleChoice
from bot.chat.feature import Caller
from bot.chat.slack.member_and_channel_records import Channel
from bot.chat.slack.slack_ids import known_slack_id, ts_of
from bot.chat.slack.workspace_cache import Workspace
from bot.errors import BadInput

SHARED = "The channel is shared with another organisation, which would read along."


class SlackChannels(ChannelDirectory):
    """Answers from the workspace's cache."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @override
    def missing(self, channel: int, *, role: int | None = None, guild: int | None = None) -> tuple[str, ...]:
        found = self._workspace.known_channel(channel)
        lacks = () if found is None else self.lacking(found)
        return lacks if lacks or role is None or self._is_group(role) else (*lacks, _NO_GROUP)

    def lacking(self, channel: Channel) -> tuple[str, ...]:
        """Return what keeps alerts from arriving in a channel, one sentence each."""
        invite = f"type {self._workspace.invitation} in the channel"
        if not channel.is_seen:
            return (f"The bot sees no such channel. If it is private, {invite}.",)
        if channel.is_shared:
            return (SHARED,)
        if channel.is_archived:
            return ("The channel is archived.",)
        return () if channel.has_bot else (f"Invite the bot: {invite}.",)

    @override
    def name(self, channel: int) -> str | None:
        found = self._workspace.known_channel(channel)
        return found.name if found is not None and found.name else known_slack_id(channel)

    @override
    def is_elsewhere(self, channel: int, guild: int) -> bool:
        return False  # one token sees one workspace

    @override
    def choose_channel(self, caller: Caller, chosen: ChannelChoice | None) -> int:
        number = caller.channel if chosen is None else chosen.id
        found = self._workspace.known_channel(number)
        if found is None:
            raise BadInput("Slack did not say what that channel is. Try again in a minute.", option="channel")
        if found.is_direct:
            raise BadInput("Alerts can't go to a direct message. Choose a channel.", option="channel")
        if found.is_shared or found.is_archived or not found.is_seen:
            raise BadInput(" ".join((*self.lacking(found), "Choose another one.")), option="channel")
        return number

    @override
    def choose_role(self, caller: Caller, chosen: RoleChoice) -> int:
        if (known_slack_id(chosen.id) or "").startswith(("U", "W")):
            raise BadInput("That is a person: a watch pings user groups, not single members.", option="role")
        if not self._is_group(chosen.id):
            raise BadInput("That user group is gone, or disabled. Choose another one, or leave it out.", option="role")
        return chosen.id

    @override
    def message_url(self, guild: int, channel: int, message: int) -> str | None:
        identity, channel_id = self._workspace.known_identity, known_slack_id(channel)
        if identity is None or channel_id is None:
            return None
        return f"{identity.url.rstrip('/')}/archives/{channel_id}/p{ts_of(message).replace('.', '')}"

    def _is_group(self, role: int) -> bool:
        """Return whether a user group can be pinged; True if Slack was never asked."""
        groups = self._workspace.known_user_groups()
        return groups is None or known_slack_id(role) in {one.id for one in groups}


_NO_GROUP = "The user group is gone, or disabled; nobody is pinged."
