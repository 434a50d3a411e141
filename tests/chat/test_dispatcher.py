"""What reaches a handler, and what is answered without one."""

from bot.chat.dispatcher import NOT_TEXT, OUTDATED_BUTTON, Dispatcher
from bot.chat.feature import Caller
from bot.chat.wording.account_names import AccountNames
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
