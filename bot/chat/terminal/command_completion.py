"""Completions of a typed line: names of commands, verbs, choices, and a feature's own suggestions."""

from collections.abc import Sequence
from typing import Any

from bot.chat.command_options import Choice
from bot.chat.feature import Caller, Command, Feature
from bot.chat.typed.command_line import Misread, commands_in, find_command
from bot.chat.typed.option_filling import OptionFilling
from bot.chat.typed.option_values import DoesNotFit, References
from bot.chat.typed.words import TypedWord, typed_words


async def complete(
    line: str, caller: Caller, features: Sequence[Feature], *, references: References
) -> tuple[str, Sequence[Choice]]:
    """Return completions of the beginning of a line.

    Returns:
        The part of the line that a choice would replace, and the choices.
    """
    *done, last = line.lstrip().split(" ")
    typed = last.removeprefix("/").casefold()
    if not done:
        names = dict.fromkeys(one.name.split(" ")[0] for one in commands_in(features))
        return last, [Choice(label=f"/{name}", value=f"/{name}") for name in names if name.startswith(typed)]
    first = done[0].removeprefix("/").casefold()
    verbs = [parts[1] for one in commands_in(features) if (parts := one.name.split(" "))[0] == first and parts[1:]]
    if len(done) == 1 and (found := [verb for verb in verbs if verb.startswith(typed)]):
        return last, [Choice(label=verb, value=verb) for verb in found]
    meant = find_command(typed_words(" ".join(done)), features)
    if isinstance(meant, Misread):
        return last, ()
    command, words = meant
    return await _complete_option(command, words, last, caller, references)


async def _complete_option(
    command: Command[Any], words: Sequence[TypedWord], last: str, caller: Caller, references: References
) -> tuple[str, Sequence[Choice]]:
    filling = OptionFilling(command, references)
    try:
        filling.fill(words)
    except DoesNotFit:
        return last, ()
    name, colon, value = last.partition(":")
    named = filling.filled.option_named(name.casefold()) if colon else None
    option, typed = (named, value) if named is not None else (next(filling.filled.free, None), last)
    if option is None:
        return last, ()
    if option.name in command.choices:
        said = typed.casefold()
        fitting = [one for one in command.choices[option.name] if str(one.value).casefold().startswith(said)]
        return typed, fitting
    suggest = command.suggest.get(option.name)
    return typed, () if suggest is None else await suggest(caller, typed, filling.filled.named())
