"""A workspace's words: the command under which the app is installed, its user groups, and Slack's own terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.slack.slack_ids import known_slack_id
from bot.chat.text_spans import Mention
from bot.platforms.platform_words import CommandName, PlatformWord

COMMAND = "/capacity"
"""The usual command; an app may be installed under another one."""

PLATFORM_WORDS: Mapping[PlatformWord, str] = {
    PlatformWord.MANAGER_RIGHT: "an admin or a manager",
    PlatformWord.PLATFORM: "Slack",
    PlatformWord.MESSAGE_MENU: "⋯ beside it, then More message shortcuts",
}
"""Slack's terms for what other platforms name differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceWords:
    """How commands and user groups are written.

    Attributes:
        command: The command under which the app is installed, with its slash.
        handles: The handles of user groups, by id.
    """

    command: str = COMMAND
    handles: Mapping[str, str] = field(default_factory=dict)

    def typed(self, command: CommandName) -> str:
        """Return a command as it is typed: ``watch add`` is ``/capacity watch add``, and ``capacity`` ``/capacity``."""
        name = command.name if command.name != "capacity" else ""
        return " ".join(filter(None, (self.command, name, command.options)))

    def mention(self, mention: Mention) -> str:
        """Return the words for a mention that Slack can't show, or that would notify too many people."""
        slack_id = known_slack_id(mention.id) or ""
        if slack_id in self.handles:
            return f"@{self.handles[slack_id]}"
        if slack_id[:1] == "D":
            return "your conversation with the bot"
        return "a user group" if slack_id[:1] == "S" else f"a {mention.kind}"


USUAL_WORDS = WorkspaceWords()
"""The words of an unknown workspace."""
