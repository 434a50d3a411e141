"""What reaches a handler, and what is answered without one."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Action, Caller
from bot.chat.message import Message
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import NOT_TEXT, OUTDATED_BUTTON, SORRY
from tests.chat.drawn import drawn
from tests.chat.made_up import Brew, brewing

CALLER = Caller(guild=1, channel=1, member=1)


async def test_text_that_no_database_stores_reaches_no_handler() -> None:
    kitchen = brewing()
    feature = kitchen.feature()
    dispatcher = Dispatcher([feature], AccountNames())
    refused = await dispatcher.run(feature.commands[0], CALLER, Brew(sort="green", name="a\0b"))
    assert NOT_TEXT in drawn(refused)
    assert kitchen.brewed == []


async def test_a_press_that_no_database_could_look_up_reaches_no_handler() -> None:
    dispatcher = Dispatcher([brewing().feature()], AccountNames())
    pressed = dispatcher.find("tea:pour:1\0")
    usual = dispatcher.find("tea:pour:1")
    assert pressed is not None
    assert usual is not None
    for press, chosen in ((pressed, ()), (usual, ("\0",))):
        refused = await dispatcher.press(press, CALLER, chosen)
        assert OUTDATED_BUTTON in drawn(refused)


async def test_a_button_whose_number_is_none_is_of_another_version(caplog: pytest.LogCaptureFixture) -> None:
    dispatcher = Dispatcher([brewing().feature()], AccountNames())
    press = dispatcher.find("tea:pour:two")
    assert press is not None
    assert OUTDATED_BUTTON in drawn(await dispatcher.press(press, CALLER))
    assert caplog.records == []


async def test_a_mistake_in_a_buttons_handler_is_logged_and_not_blamed_on_the_button(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def pour(_: Caller, __: Sequence[str]) -> Message:
        raise ValueError("min() arg is an empty sequence")

    feature = replace(brewing().feature(), actions=(Action(name="tea:pour", run=pour, arguments=1),))
    dispatcher = Dispatcher([feature], AccountNames())
    press = dispatcher.find("tea:pour:1")
    assert press is not None
    assert SORRY in drawn(await dispatcher.press(press, CALLER))
    assert [record.getMessage() for record in caplog.records] == ["A command could not be answered; please report it."]
