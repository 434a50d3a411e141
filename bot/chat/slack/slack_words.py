"""A workspace's words: the command under which the app is installed, its user groups, and Slack's own terms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.chat.slack.slack_ids import known_slack_id
from bot.chat.text_spans import Mention
from bot.platforms import CommandName, PlatformWord

COMMAND = "/capacity"
"""The usual command; an app may be installed under another one."""

PLATFORM_WORDS: Mapping[PlatformWord, str] = {
    PlatformWord.MANAGER_RIGHT: "an admin or a manager",
    PlatformWord.PLATFORM: "Slack",
    PlatformWord.ROLE: "user group",
    PlatformWord.MESSAGE_MENU: "⋯ beside it, then More message shortcuts",
}
"""Slack's terms for what other platforms name differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceWords:
    """How commands, user groups and members are written.

    Attributes:
        command: The command under which the app is installed, with its slash.
        handles: The handles of user groups, by id.
        name_of: Returns what a member is called, by id; empty if that is not known.
    """

    command: str = COMMAND
    handles: Mapping[str, str] = field(default_factory=dict)
    name_of: Callable[[str], str] = field(default=lambda _: "", repr=False)

    def typed(self, command: CommandName) -> str:
        """Return a command as it is typed: ``watch add`` is ``/capacity watch add``, and ``capacity`` ``/capacity``."""
        name = command.name if command.name != "capacity" else ""
        return " ".join(filter(None, (self.command, name, command.options)))

    def mention(self, mention: Mention) -> str | None:
        """Return the words for a mention that would notify somebody, or mean nothing on Slack; None for any other."""
        slack_id = known_slack_id(mention.id) or ""
        match slack_id[:1]:
            case "S":
                return f"@{self.handles[slack_id]}" if slack_id in self.handles else "a user group"
            case "U" | "W":
                return self.name_of(slack_id) or None
            case "C" | "G":
                return None
            case "D":
                return "your conversation with the bot"
            case _:
                return f"a {mention.kind}"


USUAL_WORDS = WorkspaceWords()
"""The words of an unknown workspace."""
