"""What a workspace calls things: the command as the app was given it there, its user groups, and Slack's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.slack.slack_ids import known_slack_id
from bot.chat.text_spans import Mention
from bot.platforms.platform_words import CommandName, PlatformWord

COMMAND = "/capacity"
"""The one command, unless whoever made the app named it otherwise."""

PLATFORM_WORDS: Mapping[PlatformWord, str] = {
    PlatformWord.MANAGER_RIGHT: "an admin or a manager",
    PlatformWord.PLATFORM: "Slack",
    PlatformWord.MESSAGE_MENU: "⋯ beside it, then More message shortcuts",
}
"""What Slack calls what other platforms call otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceWords:
    """How commands and user groups are written.

    Attributes:
        command: The command under which the app is installed, with its slash.
        handles: What user groups are called, by their ids.
    """

    command: str = COMMAND
    handles: Mapping[str, str] = field(default_factory=dict)

    def typed(self, command: CommandName) -> str:
        """Return a command as it is typed: ``watch add`` is ``/capacity watch add``, and ``capacity`` ``/capacity``."""
        name = command.name if command.name != "capacity" else ""
        return " ".join(filter(None, (self.command, name, command.options)))

    def mention(self, mention: Mention) -> str:
        """Return what stands for a mention that Slack can't show, or that would notify too many."""
        slack_id = known_slack_id(mention.id) or ""
        if slack_id in self.handles:
            return f"@{self.handles[slack_id]}"
        return "a user group" if slack_id[:1] == "S" else f"a {mention.kind}"


USUAL_WORDS = WorkspaceWords()
"""Where nothing is known of the workspace."""
