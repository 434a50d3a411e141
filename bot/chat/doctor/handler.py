"""``/doctor``: how the bot is doing, for those who run the guild."""

from collections.abc import Awaitable, Callable

from bot.chat.doctor.wording import doctor_card
from bot.chat.feature import Caller, Command, Feature, NoOptions
from bot.chat.message import Message
from bot.chat.spans import Line
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.mute_lines import muted_line
from bot.health.diagnosis import Diagnosis
from bot.subscriptions.mute_registry import MuteRegistry


class DoctorHandler:
    """Shows what an examination finds.

    Args:
        examine: Finds out how the bot is doing.
        names: How accounts are named.
        mutes: All mutes.
        title: Returns what a provider or account is called.
    """

    def __init__(
        self,
        examine: Callable[[], Awaitable[Diagnosis]],
        names: AccountNames,
        mutes: MuteRegistry,
        title: Callable[[str | None, str | None], str],
    ) -> None:
        self._examine = examine
        self._names = names
        self._mutes = mutes
        self._title = title

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
        diagnosis = await self._examine()
        muted = {channel.id: self._muted(channel.id) for channel in diagnosis.channels}
        return Message(cards=(doctor_card(diagnosis, names=self._names, muted=muted),), private=True)

    def _muted(self, channel: int) -> tuple[Line, ...]:
        return tuple(
            muted_line(self._title(mute.provider, mute.account), mute.by, mute.until)
            for mute in self._mutes.in_channel(channel)
        )
