"""The conversation on Slack: everything that a socket delivers is parsed, answered, and acknowledged in time.

::

    SlackConversation.handle(envelope)
    ├── slash command   slash_command      answered in the acknowledgement
    ├── press           button_presses     acknowledged at once, answered by response_url or in a modal
    ├── form            form_submissions   answered in the acknowledgement: mistakes, or what was done
    ├── menu            menu_suggestions   answered in the acknowledgement
    ├── shortcut        button_presses     answered in a modal
    ├── Home opened     app_home           updated
    └── other events    passed on
"""

import logging
from collections.abc import Callable, Collection, Mapping

from bot.chat.dispatcher import Dispatcher
from bot.chat.slack.answer_delivery import AnsweringParts
from bot.chat.slack.app_home import AppHome
from bot.chat.slack.button_presses import ButtonPresses
from bot.chat.slack.form_submissions import FormSubmissions
from bot.chat.slack.interaction_payloads import (
    ButtonPress,
    Event,
    HomeOpened,
    Shortcut,
    SlashCommand,
    Submission,
    Suggestion,
    read_interaction,
)
from bot.chat.slack.member_rights import MemberRights
from bot.chat.slack.menu_suggestions import Suggestions
from bot.chat.slack.slash_command import SlashCommands
from bot.chat.slack.socket_envelopes import Envelope
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace_cache import Workspace

log = logging.getLogger(__name__)


class SlackConversation:
    """Answers people; ``event`` is called with every event but an opened Home tab.

    Attributes:
        home: The Home tab, to be kept current.
        tasks: Answers under way.
    """

    def __init__(
        self,
        api: SlackApi,
        dispatcher: Dispatcher,
        workspace: Workspace,
        *,
        managers: Collection[str] = (),
        alert_channels: Callable[[], Collection[int]] = tuple,
        monotonic: Callable[[], float],
        event: Callable[[Mapping[str, object]], object] = lambda _: None,
    ) -> None:
        rights = MemberRights(workspace, managers=managers, alert_channels=alert_channels)
        parts = AnsweringParts(api, dispatcher, workspace, rights)
        self._event = event
        self._workspace = workspace
        self.tasks = parts.tasks
        self.home = AppHome(parts, monotonic=monotonic)
        self._slash = SlashCommands(parts)
        self._presses = ButtonPresses(parts, self.home)
        self._forms = FormSubmissions(parts)
        self._suggestions = Suggestions(parts)

    async def handle(self, envelope: Envelope) -> Mapping[str, object] | None:
        """Return the acknowledgement's payload; longer work continues after it."""
        match interaction := read_interaction(envelope):
            case SlashCommand():
                self._workspace.command = interaction.command or self._workspace.command
                return await self._slash.answer(interaction)
            case Submission():
                return await self._forms.answer(interaction)
            case Suggestion():
                return await self._suggestions.answer(interaction)
            case ButtonPress():
                self.tasks.start(self._presses.answer(interaction))
            case Shortcut():
                self.tasks.start(self._presses.answer_shortcut(interaction))
            case HomeOpened():
                self.tasks.start(self.home.opened(interaction.asked.team_id, interaction.asked.user_id))
            case Event():
                self._event(interaction.body)
            case None:
                log.debug("Something came from Slack that this version does not know: %s", envelope.type)
        return None
