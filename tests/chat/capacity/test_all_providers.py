"""``/capacity`` of all providers at once, and of the one where there is only one."""

from dataclasses import replace

import pytest

from bot.accounts.provider_answer import ListedSlots, ProviderAnswer
from bot.chat.account_lookup import AccountLookup
from bot.chat.capacity.handler import CapacityHandler, CapacityOptions
from bot.chat.dispatcher import Dispatcher
from bot.chat.message import Button
from bot.errors import BadInput
from tests.chat.capacity.test_capacity_handler import CALLER, NAMES, SAID, WORDS, answers, tokens
from tests.chat.drawn import drawn
from tests.chat.polled import polled
from tests.moments import NOON
from tests.rows import each_row


@each_row("provider", ["all", "All providers"])
async def test_all_providers_can_be_asked_for_by_name(provider: str) -> None:
    capacity = await answers()
    asked = CapacityOptions(provider=provider)
    assert await capacity.run(CALLER, asked) == await capacity.run(CALLER, CapacityOptions())
    assert capacity.is_public(asked)
    of_one = await capacity.run(CALLER, replace(asked, account="studio-a"))
    assert of_one == await capacity.run(CALLER, CapacityOptions(account="studio-a"))


async def test_where_one_provider_is_watched_an_unknown_account_is_asked_of_that() -> None:
    poller = polled("minimax", lambda: SAID)
    await poller.poll_once()
    pollers = {"minimax": poller}
    capacity = CapacityHandler(AccountLookup(pollers, WORDS, NAMES), now=lambda: NOON)
    with pytest.raises(BadInput, match=r'Minimax has no account "nosuch"\. There are: '):
        await capacity.run(CALLER, CapacityOptions(account="nosuch"))
    with pytest.raises(BadInput, match="Kling is not watched"):
        await capacity.run(CALLER, CapacityOptions(account="kling/studio-a"))


async def test_all_providers_are_answered_at_once_and_can_be_asked_again() -> None:
    capacity = await answers()
    message = await capacity.run(CALLER, CapacityOptions())
    assert drawn(message).startswith("[free] 4 of 14 slots free\n")
    assert tokens(message) == ["capacity:refresh:::1"]
    dispatcher = Dispatcher([capacity.feature()], NAMES)
    press = dispatcher.find("capacity:refresh:::1")
    assert press is not None
    assert press.action.in_place
    assert await dispatcher.press(press, CALLER) == message


async def test_below_all_providers_one_can_wait_for_each_that_is_full() -> None:
    capacity = await answers(ProviderAnswer(accounts=(ListedSlots(account="200300", limit=2, available=0),)))
    message = await capacity.run(CALLER, CapacityOptions())
    assert tokens(message) == ["notify:ask:minimax:", "notify:ask:kling:", "capacity:refresh:::1"]
    assert [one.label for one in message.actions[:2] if isinstance(one, Button)] == [
        "Notify me: Minimax",
        "Notify me: Kling",
    ]


async def test_the_only_provider_is_answered_in_full_at_once() -> None:
    poller = polled("minimax", lambda: SAID)
    await poller.poll_once()
    pollers, words = {"minimax": poller}, {"minimax": WORDS["minimax"]}
    capacity = CapacityHandler(AccountLookup(pollers, words, NAMES), now=lambda: NOON)
    assert await capacity.run(CALLER, CapacityOptions()) == await capacity.run(
        CALLER, CapacityOptions(provider="minimax")
    )
