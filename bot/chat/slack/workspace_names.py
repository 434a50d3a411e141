"""What a workspace calls things: the command as the app was given it there, and its user groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.chat.slack.rich_text import COMMAND
from bot.chat.slack.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceWords:
    """How commands and user groups are written.

    Attributes:
        command: The command, with its slash.
        handles: What user groups are called, by their ids.
    """

    command: str = COMMAND
    handles: Mapping[str, str] = field(default_factory=dict)


def words_of(workspace: Workspace) -> WorkspaceWords:
    """Return what a workspace calls things, as far as is known."""
    groups = workspace.known_user_groups() or ()
    return WorkspaceWords(command=workspace.command, handles={group.id: group.handle for group in groups})
