"""Routes commands and pressed buttons to the features that answer them, on any platform.

Exceptions of handlers become private sentences here: bad input says what would work instead, a database that doesn't
answer says so, and anything unexpected is logged and apologised for.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from bot.chat.command_button import FORM, CarriedCommand, read_carried
from bot.chat.command_options import options_of
from bot.chat.feature import PLAIN_FORM, Action, Caller, Command, Feature, MessageCommand, UnreadableButton
from bot.chat.message import Button, Message
from bot.chat.signs_and_colours import Level
from bot.chat.wording.account_names import AccountNames
from bot.chat.wording.refusal_sentences import (
    NO_DATABASE,
    NOT_TEXT,
    OUTDATED_BUTTON,
    RESTARTING,
    SORRY,
    sentence_message,
)
from bot.errors import BadInput, LeadLost, StorageUnavailable
from bot.platforms import CommandName, PlatformWord, Sentence, platform_of

LEADER_ANSWERS_WITHIN = 1.5
"""Seconds that the leading program has to answer before this one does; Discord waits three."""

_NUL = "\0"
"""A character that PostgreSQL can't store in text. Nobody can type it, but a client can send it."""

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button: its action and the arguments that it carries."""

    action: Action
    arguments: tuple[str, ...]


class Dispatcher:
    """Finds and runs the handlers of commands and actions.

    Args:
        features: Every feature.
        names: Masks e-mails in sentences that repeat what was typed.

    Attributes:
        features: Every feature, in the order given.
        commands: Every command, by its name.
    """

    def __init__(self, features: Iterable[Feature], names: AccountNames) -> None:
        self.features = tuple(features)
        self._names = names
        self._actions = {action.name: action for feature in self.features for action in feature.actions}
        self.commands = {command.name: command for feature in self.features for command in feature.commands}
        self._for_managers = set[str]()
        for feature in self.features:
            every: tuple[Command[Any] | Action, ...] = (*feature.commands, *feature.actions)
            self._for_managers.update(one.name for one in every if feature.for_managers or one.for_managers)

    async def run(self, command: Command[Any], caller: Caller, options: object) -> Message:
        """Answer a command; ``options`` are an instance of its options' dataclass."""
        try:
            return await self.submit(command, caller, options)
        except BadInput as problem:
            return self.refused(problem, command, caller, options)

    async def submit(self, command: Command[Any], caller: Caller, options: object) -> Message:
        """Answer a command as ``run`` does, but raise its ``BadInput``, for a form that shows it beside the input."""
        if _has_nul(options):
            raise BadInput(NOT_TEXT)
        if command.for_managers and not caller.may_manage:
            raise BadInput(*_needs_manager(command))
        return await self._answered(command.run(caller, options))

    def find_carried(self, token: str) -> CarriedCommand | None:
        """Return the command that a button carries; None for any other button."""
        return read_carried(token, self.commands)

    def find_form(self, token: str) -> CarriedCommand | None:
        """Return the command whose form a button opens, with the options given; None for any other button."""
        return read_carried(token, self.commands, FORM)

    async def ask(self, carried: CarriedCommand, caller: Caller) -> Message:
        """Answer a command that a button carried, or refuse it if whoever pressed may not use the command."""
        if not self.is_offered(carried.command, caller):
            return self.refusal(_needs_manager(carried.command))
        return await self.run(carried.command, caller, carried.options)

    async def ask_filled_in(self, filled: CarriedCommand, caller: Caller) -> Message:
        """Answer a command whose form was submitted; a refusal has a button that opens it as it was filled in."""
        said = await self.ask(filled, caller)
        again = self._button(filled, caller, form=True) if said.refusal else ()
        return replace(said, actions=(*said.actions, *again))

    def is_offered(self, one: Command[Any] | Action, caller: Caller) -> bool:
        """Return whether a caller may use a command or action: forms and buttons are offered to nobody else."""
        return caller.may_manage or one.name not in self._for_managers

    async def run_on_message(self, command: MessageCommand, caller: Caller, message: int) -> Message:
        """Answer a command that was chosen in a message's menu."""
        return await self.answered(command.run(caller, message))

    def find(self, token: str) -> Press | None:
        """Return the action and arguments in a button's token (``token_of``); None for an unknown action."""
        first, _, rest = token.partition(":")
        second, _, rest = rest.partition(":")
        action = self._actions.get(f"{first}:{second}")
        if action is None:
            return None
        arguments = tuple(rest.split(":", action.arguments - 1)) if action.arguments else ()
        return Press(action=action, arguments=arguments) if len(arguments) == action.arguments else None

    async def press(self, press: Press, caller: Caller, chosen: Sequence[str] = ()) -> Message:
        """Answer a pressed button or a menu's choice."""
        if not self.is_offered(press.action, caller):
            return self.refusal(("That button needs ", PlatformWord.MANAGER_RIGHT, "."))
        return await self.answered(_pressed(press, caller, chosen))

    def refused(self, problem: BadInput, command: Command[Any], caller: Caller, options: object) -> Message:
        """Return why a command can't be answered, with a button that asks what was likely meant."""
        asked = _instead(problem, command, options)
        more = () if asked is None or problem.meant else (f" Just {asked.meant}?",)
        return self.misread((*problem.said, *more), asked, caller)

    def misread(self, sentence: Sentence, instead: CarriedCommand | None, caller: Caller) -> Message:
        """Return a refusal with a button for the command that was likely meant, if a button can carry it."""
        actions = () if instead is None else self._button(instead, caller)
        return replace(self.refusal(sentence), actions=actions)

    def _button(self, carried: CarriedCommand, caller: Caller, *, form: bool = False) -> tuple[Button, ...]:
        """Return the button that runs a command, or opens its ``form``; empty if it may not or can't carry it."""
        # People can read a button's data, so it must hold nothing that is masked elsewhere.
        texts = [one for one in carried.values.values() if isinstance(one, str)]
        is_shown = all(self._names.shown(one, len(one)) == one for one in texts)
        if not is_shown or not self.is_offered(carried.command, caller):
            return ()
        button = carried.button(platform_of(caller.guild), form=form)
        return () if button is None else (button,)

    def masked(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return typed texts with e-mails masked, as a button carries them; an account's mask names it, too."""
        return {name: self._names.mask(text) for name, text in texts.items()}

    def outdated(self) -> Message:
        """Return the answer to a button of another version."""
        return self.refusal(OUTDATED_BUTTON)

    def refusal(self, sentence: str | Sentence) -> Message:
        """Return a private message of one sentence that says what can't be done."""
        return replace(sentence_message(sentence, Level.FAULTED, self._names), refusal=True)

    async def answered(self, work: Awaitable[Answer]) -> Answer | Message:
        """Return what some work returns, or a sentence in place of any failure."""
        try:
            return await self._answered(work)
        except BadInput as problem:
            return self.refusal(problem.said)

    async def _answered(self, work: Awaitable[Answer]) -> Answer | Message:
        """Return what some work returns, or a sentence in place of any failure but ``BadInput``."""
        try:
            return await work
        except BadInput:
            raise
        except LeadLost:
            # The new leader got the same command, and will have answered by then, unless it is still connecting.
            await asyncio.sleep(LEADER_ANSWERS_WITHIN)
            sentence = RESTARTING
        except StorageUnavailable:
            sentence = NO_DATABASE
        except Exception:
            log.exception("A command could not be answered; please report it.")
            sentence = SORRY
        return self.refusal(sentence)


def _needs_manager(command: Command[Any]) -> Sentence:
    return (CommandName(command.name), " needs ", PlatformWord.MANAGER_RIGHT, ".", *command.alternative)


def _instead(problem: BadInput, command: Command[Any], options: object) -> CarriedCommand | None:
    """Return the command with the likely value of the wrong option; None if that is not known.

    The option is left out if the command names something else that is known: likely only that was meant.
    """
    about = next((one for one in options_of(command.options) if one.name == problem.option), None)
    if about is None or not is_dataclass(options) or isinstance(options, type):
        return None
    if problem.meant:
        meant = replace(options, **{about.field: problem.meant})
        return CarriedCommand(command=command, options=meant, meant=problem.meant)
    texts = {one.name: getattr(options, one.field) for one in options_of(command.options) if one.name != about.name}
    known = [texts[name] for name, recognises in command.recognises.items() if recognises(texts.get(name) or "")]
    may_go = not about.required and getattr(options, about.field) != about.default
    if not known or not may_go or about.name not in command.recognises or command.form is not PLAIN_FORM:
        return None
    return CarriedCommand(command=command, options=replace(options, **{about.field: about.default}), meant=known[0])


async def _pressed(press: Press, caller: Caller, chosen: Sequence[str]) -> Message:
    arguments = (*press.arguments, *chosen)
    without_text = press.action.form is not None and not chosen
    if without_text or any(_NUL in one for one in arguments):
        raise BadInput(OUTDATED_BUTTON)
    try:
        return await press.action.run(caller, arguments)
    except UnreadableButton as unreadable:
        raise BadInput(OUTDATED_BUTTON) from unreadable


def _has_nul(options: object) -> bool:
    given = fields(options) if is_dataclass(options) else ()
    return any(isinstance(value := getattr(options, one.name), str) and _NUL in value for one in given)


def token_of(action: str, arguments: Sequence[str]) -> str:
    """Return a button's token: ``capacity:refresh:minimax::1``."""
    return ":".join((action, *arguments))
