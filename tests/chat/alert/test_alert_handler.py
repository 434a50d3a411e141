"""The button below an alert that shows what is free."""

import pytest

from bot.chat.alert.handler import AlertHandler
from bot.chat.capacity.handler import CapacityHandler
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller
from bot.chat.message import Button, Message
from tests.chat.drawn import drawn
from tests.chat.samples import NAMES, WORDS
from tests.chat.two_providers import TwoProviders
from tests.delivery.far_end_log import Clock

KIM = Caller(guild=5, channel=7, member=3)


@pytest.fixture
async def dispatcher() -> Dispatcher:
    clock = Clock()
    providers = TwoProviders(clock)
    await providers.look()
    capacity = CapacityHandler(providers.pollers, WORDS, NAMES, providers.lookup, now=clock)
    return Dispatcher([AlertHandler(capacity).feature(), capacity.feature()], NAMES)


async def pressed(dispatcher: Dispatcher, token: str) -> Message:
    press = dispatcher.find(token)
    assert press is not None
    return await dispatcher.press(press, KIM)


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("minimax", "[free] MiniMax · 5 of 8 free"),
        ("", "[free] 5 of 8 slots free"),
        ("pixverse", "There is no provider pixverse here."),
    ],
)
async def test_capacity_is_answered_privately_and_leaves_the_alert_alone(
    dispatcher: Dispatcher, provider: str, said: str
) -> None:
    press = dispatcher.find(f"alert:capacity:{provider}")
    assert press is not None
    assert not press.action.in_place
    answer = await pressed(dispatcher, f"alert:capacity:{provider}")
    assert answer.private
    assert said in drawn(answer)


async def test_what_was_answered_can_be_asked_again_there(dispatcher: Dispatcher) -> None:
    answer = await pressed(dispatcher, "alert:capacity:minimax")
    (refresh, *_) = answer.actions
    assert isinstance(refresh, Button)
    again = await pressed(dispatcher, ":".join((refresh.action, *refresh.arguments)))
    assert drawn(again) == drawn(answer)
