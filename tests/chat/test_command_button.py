"""What was likely meant is asked for with one press, on every platform and after a restart."""

from dataclasses import replace

from bot.chat.capacity.handler import CapacityOptions
from bot.chat.dispatcher import Dispatcher, token_of
from bot.chat.feature import PLAIN_FORM, Caller, Feature, FormDescription
from bot.chat.message import Button, Message
from bot.chat.typed.command_line import Misread, TypedCommand, read_command
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import OUTDATED_BUTTON
from bot.errors import BadInput
from tests.chat.drawn import drawn
from tests.chat.made_up import Brew, Kitchen, brewing
from tests.chat.typed.typed_features import FEATURES, KNOWN, Workspace
from tests.rows import each_row

CALLER = Caller(guild=1, channel=1, member=1)


def _served(kitchen: Kitchen, *, for_managers: bool = False) -> tuple[Dispatcher, Feature]:
    feature = replace(kitchen.feature(), for_managers=for_managers)
    return Dispatcher([feature], AccountNames()), feature


def _button(message: Message) -> Button:
    (button,) = message.actions
    assert isinstance(button, Button)
    return button


def _token(message: Message) -> str:
    button = _button(message)
    return token_of(button.action, button.arguments)


async def test_what_was_likely_meant_is_one_press_away() -> None:
    kitchen = brewing()
    dispatcher, feature = _served(kitchen)
    refused = await dispatcher.run(feature.commands[0], CALLER, Brew(sort="gren", name="Ann", cups=2, milk=True))
    assert "There is no gren. Did you mean green?" in drawn(refused)
    assert _button(refused).label == "Yes, green"
    asked = _served(kitchen)[0].find_carried(_token(refused))  # of a program that was started since
    assert asked is not None
    assert asked.options == Brew(sort="green", name="Ann", cups=2, milk=True)
    assert "green for 1" in drawn(await dispatcher.ask(asked, CALLER))
    assert kitchen.brewed == ["green"]


@each_row(
    ("line", "changes", "meant"),
    [
        ("need a slot on minimax", False, "minimax"),
        ("when does studio-a finish", False, "studio-a"),
        ("need a slot on minimax", True, ""),  # which would be about more than was named
        ("need a slot", False, ""),
        ("studio-a", False, ""),  # that alone was asked
        ("kling", False, ""),
    ],
)
async def test_what_was_understood_of_a_question_is_one_press_away(line: str, meant: str, *, changes: bool) -> None:
    read = read_command(line, FEATURES, references=Workspace())
    assert isinstance(read, TypedCommand)

    async def refuse(_: Caller, asked: CapacityOptions) -> Message:
        known = asked.account is None or KNOWN["account"](asked.account)
        raise BadInput("There is none.", option="provider" if known else "account")

    command = replace(read.command, run=refuse, form=FormDescription(deed="Save") if changes else PLAIN_FORM)
    dispatcher = Dispatcher([Feature(name="capacity", commands=(command,))], AccountNames())
    refused = await dispatcher.run(command, CALLER, read.options)
    assert [one.label for one in refused.actions if isinstance(one, Button)] == ([f"Yes, {meant}"] if meant else [])
    assert (f"Just {meant}?" in drawn(refused)) is bool(meant)


async def test_what_a_button_can_t_carry_is_only_said() -> None:
    dispatcher, feature = _served(brewing())
    for name in ("x" * 100, "ann@example.com", "\u202eann"):
        refused = await dispatcher.run(feature.commands[0], CALLER, Brew(sort="gren", name=name))
        assert "Did you mean green?" in drawn(refused)
        assert refused.actions == ()


async def test_a_button_carries_as_much_as_its_platform_takes() -> None:
    dispatcher, feature = _served(brewing())
    for guild, longest in ((1, 100), (-1, 255)):
        for more in (0, 1):
            token = len('command:run:tea brew:{"sort":"green","name":""}')
            asked = Brew(sort="gren", name="x" * (longest - token + more))
            refused = await dispatcher.run(feature.commands[0], replace(CALLER, guild=guild), asked)
            assert [len(_token(refused))] == [longest] if not more else refused.actions == ()


async def test_a_command_for_managers_asks_again_who_presses() -> None:
    kitchen = brewing()
    dispatcher, feature = _served(kitchen, for_managers=True)
    manager = replace(CALLER, may_manage=True)
    refused = await dispatcher.run(feature.commands[0], manager, Brew(sort="gren"))
    asked = dispatcher.find_carried(_token(refused))
    assert asked is not None
    assert "needs Manage Server" in drawn(await dispatcher.ask(asked, CALLER))
    assert kitchen.brewed == []
    # Whoever was allowed the command alone could type it, and no button could know.
    assert (await dispatcher.run(feature.commands[0], CALLER, Brew(sort="gren"))).actions == ()


@each_row(
    "token",
    [
        "command:run",
        "command:run:tea brew",
        "command:run:coffee brew:{}",
        "command:run:tea brew:[]",
        'command:run:tea brew:{"sort":1}',
        'command:run:tea brew:{"sort":"green","cups":true}',
        'command:run:tea brew:{"sort":"green","where":"1"}',
        'command:run:tea brew:{"sugar":"1"}',
        "command:run:tea brew:{}",
    ],
)
async def test_a_button_that_can_t_be_read_is_of_another_version(token: str) -> None:
    dispatcher, _ = _served(brewing())
    assert dispatcher.find_carried(token) is None
    assert dispatcher.find(token) is None


@each_row(
    ("line", "label", "meant"),
    [
        ("teea brew green", "Yes, tea brew", Brew(sort="green")),
        ("tea brwe green cups:3", "Yes, tea brew", Brew(sort="green", cups=3)),
        ("tea brew sort:gren Ann", "Yes, green", Brew(sort="green", name="Ann")),
        ("tea brew green naem:Ann", "Yes, name:Ann", Brew(sort="green", name="Ann")),
    ],
)
async def test_a_misread_line_is_mended_with_one_press(line: str, label: str, meant: Brew) -> None:
    dispatcher, feature = _served(brewing())
    misread = read_command(line, [feature], references=Workspace())
    assert isinstance(misread, Misread)
    refused = dispatcher.misread(misread.sentence, misread.meant, CALLER)
    assert _button(refused).label == label
    asked = dispatcher.find_carried(_token(refused))
    assert asked is not None
    assert asked.options == meant


@each_row("line", ["teea brew", "tea brew gren milk:perhaps", "tea brew gren cusp:many"])
async def test_a_line_with_another_mistake_is_not_run(line: str) -> None:
    dispatcher, feature = _served(brewing())
    misread = read_command(line, [feature], references=Workspace())
    assert isinstance(misread, Misread)
    assert dispatcher.misread(misread.sentence, misread.meant, CALLER).actions == ()


def test_a_press_says_when_it_can_t_be_answered() -> None:
    assert "Type the command" in OUTDATED_BUTTON
    assert BadInput("No.", option="sort", meant="green").said == ("No.", " Did you mean green?")


@each_row(
    ("line", "is_offered"),
    [
        ("please mute minimax", True),
        ("2h mute minimax", True),
        ("don't mute minimax", False),
        ("do not mute all", False),
    ],
)
async def test_a_press_asks_nothing_that_leaves_out_what_was_said(line: str, *, is_offered: bool) -> None:
    misread = read_command(line, FEATURES, references=Workspace())
    assert isinstance(misread, Misread)
    assert (misread.meant is not None) == is_offered
