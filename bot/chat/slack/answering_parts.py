"""What all that answers people on Slack is made with."""

import logging
from collections.abc import Sequence

from bot.chat.background_tasks import BackgroundTasks
from bot.chat.dispatcher import Dispatcher
from bot.chat.message import Message
from bot.chat.slack.answer_buttons import MoreButton
from bot.chat.slack.interaction_records import Asked
from bot.chat.slack.member_rights import MemberRights, OfferedCommands
from bot.chat.slack.message_renderer import draw
from bot.chat.slack.modal_views import ModalViews
from bot.chat.slack.responses import say
from bot.chat.slack.span_markup import Json
from bot.chat.slack.web_api import SlackApi
from bot.chat.slack.workspace import Workspace

log = logging.getLogger(__name__)


class AnsweringParts:
    """The parts that commands, presses, forms, menus and the Home tab are answered with.

    Attributes:
        tasks: Hold work that goes on after the acknowledgement.
    """

    def __init__(self, api: SlackApi, dispatcher: Dispatcher, workspace: Workspace, rights: MemberRights) -> None:
        self.api = api
        self.dispatcher = dispatcher
        self.workspace = workspace
        self.rights = rights
        self.commands = OfferedCommands(dispatcher)
        self.views = ModalViews(api, workspace)
        self.tasks = BackgroundTasks(
            log, "Something pressed or typed on Slack could not be answered; please report it."
        )

    def payload(self, message: Message, buttons: Sequence[MoreButton] = (), *, note: str = "") -> Json:
        """Return an answer as a payload for an acknowledgement or a ``response_url``; ``note`` is small print below."""
        elements = [one.element() for one in buttons]
        return draw(message, words=self.workspace.words, buttons=elements, note=note).payload()

    async def say(self, asked: Asked, message: Message, *, in_channel: bool = False) -> None:
        """Answer with a new message, which everyone ``in_channel`` sees, or only the caller."""
        await say(self.api, asked.response_url, self.payload(message), in_channel=in_channel)
