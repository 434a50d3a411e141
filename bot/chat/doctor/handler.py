"""``/doctor``: how the bot is doing, for those who run the guild."""

from collections.abc import Awaitable, Callable

from bot.chat.doctor.wording import doctor_card
from bot.chat.feature import Caller, Command, Feature, NoOptions
from bot.chat.message import Message
from bot.chat.wording.account_names import AccountNames
from bot.health.diagnosis import Diagnosis


class DoctorHandler:
    """Shows what an examination finds.

    Args:
        examine: Finds out how the bot is doing.
        names: How accounts are named.
    """

    def __init__(self, examine: Callable[[], Awaitable[Diagnosis]], names: AccountNames) -> None:
        self._examine = examine
        self._names = names

    def feature(self) -> Feature:
        """Return the command; it is offered to those who may manage the guild."""
        command = Command(
            name="doctor",
            description="Is the bot well?",
            options=NoOptions,
            run=self.run,
            private=True,
        )
        return Feature(name="doctor", commands=(command,), for_managers=True)

    async def run(self, _: Caller, __: NoOptions) -> Message:
        """Answer the command."""
        return Message(cards=(doctor_card(await self._examine(), names=self._names),), private=True)
