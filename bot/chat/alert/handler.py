"""The button below an alert that shows what is free now; muting and explaining are features of their own."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.capacity.handler import CapacityHandler
from bot.chat.feature import Action, Caller, Feature
from bot.chat.message import Message


class AlertHandler:
    """Answers the button.

    Args:
        capacity: Knows what is free.
    """

    def __init__(self, capacity: CapacityHandler) -> None:
        self._capacity = capacity

    def feature(self) -> Feature:
        """Return the button's action."""
        return Feature(name="alert", actions=(Action(name="alert:capacity", run=self.show_capacity, arguments=1),))

    async def show_capacity(self, _: Caller, arguments: Sequence[str]) -> Message:
        """Show what is free at the provider, or at all where none is named; the alert's message stays as it is."""
        (provider,) = arguments
        return replace(await self._capacity.answer(provider or None), private=True)
