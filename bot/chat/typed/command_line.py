"""Commands as people type them: ``/notify me minimax studio-b slots:2``, or ``/capacity minimax`` on Slack.

The grammar, for platforms on which options are typed rather than picked; its table is test_command_line.py:

1. The command's name comes first, with or without its slash; if it changes nothing, small words and names may stand
   before it. A feature's name alone means its first command; a line without a command means ``capacity``. Other words
   for a command are asked about: ``ping me``, ``remove watch 3``.
2. ``name:value`` fills an option, anywhere in the line; a name may be abbreviated if that is unambiguous.
3. Any other word fills the first option that it fits: a known provider or account, a choice, a number, ``2h``,
   ``#channel``, the name of an option to be switched on. ``name value`` works as ``name:value`` if the value fits,
   and for a text whatever the value is; small words may stand between them: ``warn at 2``. A number before what it
   counts is that option's: ``2 slots``; ``off`` after a name, or ``no`` before it, ends what the form would end by an
   emptied input.
4. What can't be an account, but begins as a time, a number or a mention does, or follows an option's name, is read or
   refused by that option: ``tonight``, ``from 18:00``, ``-1``, ``@nobody``, ``warn many``.
5. Words that fit no option fill the remaining text options in order, but for those of one form, such as a duration;
   after that they join the text before them. Small words, such as those of ``is anything free on minimax``, are left
   out where a name is expected, and before a provider or account unless the command changes what is named.
6. Quotes of any kind hold words together; an apostrophe is not a quote.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from bot.chat.command_button import CarriedCommand
from bot.chat.command_options import OptionKind, options_of
from bot.chat.feature import PLAIN_FORM, Command, Feature
from bot.chat.typed.option_filling import OptionFilling
from bot.chat.typed.option_values import DoesNotFit, References
from bot.chat.typed.spelling import NEAR, QUOTED
from bot.chat.typed.words import (
    ALIKE,
    ALSO_CALLED,
    ENDING,
    LISTED,
    TypedWord,
    is_small,
    is_small_in_questions,
    typed_words,
)
from bot.chat.wording.text_cleaning import clean
from bot.platforms import CommandName, Sentence

MOST_WORDS = 50
"""Maximum number of words in a line: each is looked up among all accounts, and no command needs more."""

USUAL = "capacity"
"""The command of a line that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCommand:
    """A typed command with its options.

    Attributes:
        command: The command.
        options: An instance of its options' dataclass.
        values: The options that were typed, by name.
        switches: The platform's own words that were typed.
    """

    command: Command[Any]
    options: object
    values: Mapping[str, object] = field(default_factory=dict)
    switches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """Why a line can't be answered.

    Attributes:
        sentence: What is wrong, what was understood, and what would work.
        command: The command that was meant, if that is clear.
        values: The options that were understood, by name.
        is_incomplete: Whether a missing option is the only mistake.
        rest: The words after those that were taken for the command's name.
        meant: What was likely meant, if it lacks nothing.
    """

    sentence: Sentence
    command: Command[Any] | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    is_incomplete: bool = False
    rest: Sequence[TypedWord] = ()
    meant: CarriedCommand | None = None


def read_command(
    line: str, features: Sequence[Feature], *, references: References, switches: Collection[str] = ()
) -> TypedCommand | Misread:
    """Read a typed line.

    Args:
        line: What was typed.
        features: The features whose commands can be typed.
        references: Resolves channels and roles.
        switches: The platform's own words, allowed anywhere in the line.
    """
    words = typed_words(line)
    if len(words) > MOST_WORDS:
        return Misread(sentence=(f"That is too long: at most {MOST_WORDS} words are read. ", CommandName("help"), "?"))
    found = find_command(words, features)
    if isinstance(found, Misread):
        return _with_rest(found, references)
    command, left = found
    switched = {word.text.casefold() for word in left if not word.quoted and word.whole.casefold() in switches}
    filling = OptionFilling(command, references)
    try:
        filling.fill([word for word in left if word.quoted or word.whole.casefold() not in switches])
        if switched and command.private and _takes_any_word(command, filling):
            # An answer that is always private needs no such word: it is what the option says, such as a name.
            filling.fill([word for word in left if not word.quoted and word.whole.casefold() in switches])
            switched = set()
    except DoesNotFit as problem:
        return Misread(
            sentence=(*problem.said, *filling.filled.understood()),
            command=command,
            values=filling.filled.named(),
            meant=filling.filled.meant(problem.meant, problem.instead) if problem.instead else None,
        )
    try:
        options = filling.filled.options()
    except DoesNotFit as problem:
        said = (*problem.said, *filling.filled.understood())
        return Misread(sentence=said, command=command, values=filling.filled.named(), is_incomplete=True)
    return TypedCommand(command=command, options=options, values=filling.filled.named(), switches=frozenset(switched))


def _with_rest(misread: Misread, references: References) -> Misread:
    """Return the same with the options that the rest of the line has for the command that was meant."""
    if misread.command is None:
        return misread
    filling = OptionFilling(misread.command, references)
    try:
        filling.fill(misread.rest)
    except DoesNotFit:
        return replace(misread, values=filling.filled.named())
    return replace(misread, values=filling.filled.named(), meant=filling.filled.meant(misread.command.name))


def _takes_any_word(command: Command[Any], filling: OptionFilling) -> bool:
    """Return whether the next text option takes any word, such as a name."""
    following = next((one for one in filling.filled.free if one.kind is OptionKind.TEXT), None)
    return following is not None and following.name not in {*command.recognises, *command.choices}


def find_command(
    words: Sequence[TypedWord], features: Sequence[Feature]
) -> tuple[Command[Any], Sequence[TypedWord]] | Misread:
    """Return the command that was meant, and the words left for its options."""
    said = [word.whole.removeprefix("/").casefold() for word in words[:2]]
    for command in commands_in(features):
        parts = command.name.split(" ")
        if said[: len(parts)] == parts:
            return command, words[len(parts) :]
    for feature in features:
        if said and said[0] == feature.name and feature.commands:
            return _first_of(feature, words)
    return _unnamed(words, features)


def _unnamed(
    words: Sequence[TypedWord], features: Sequence[Feature]
) -> tuple[Command[Any], Sequence[TypedWord]] | Misread:
    """Return the usual command, unless the first word looks like another command or like none at all."""
    usual = next((one for one in commands_in(features) if one.name == USUAL), None)
    first = words[0].whole if words else ""
    if first and (usual is None or not _takes(usual, words[0])):
        names = {one.name.partition(" ")[0] for one in commands_in(features)}
        bare = TypedWord(text=first.removeprefix("/"), whole=first.removeprefix("/"))
        if usual is not None and first.startswith("/") and _takes(usual, bare):
            return _meant_instead(first, usual, (bare, *words[1:]))
        if (turned := _verb_first(bare, words[1:], features)) is not None:
            return turned
        typed = bare.whole.casefold().replace("\u2019", "'").strip(".,!?")
        if (listed := _listed(words, features)) is not None:
            return listed
        called = [name for name, others in ALSO_CALLED.items() if typed in others and name in names]
        # No press asks for the opposite of what begins with "un".
        meant = called or get_close_matches(typed, names - {typed.removeprefix("un")}, n=1, cutoff=NEAR)
        if meant or usual is None or first.startswith("/"):
            return _no_command(first, meant, words[1:], features)
    if usual is None:
        return Misread(sentence=("Type a command, or ", CommandName("help"), "."))
    return _named_later(words, features, usual) or _listed(words, features) or (usual, words)


def _listed(words: Sequence[TypedWord], features: Sequence[Feature]) -> Misread | None:
    """Return which list to ask for instead of ``what is muted``; None for any other line."""
    lists = {one.name: one for one in commands_in(features)}
    said = (word.whole.rstrip(".,!?") for word in words if USUAL not in lists or not _takes(lists[USUAL], word))
    asked = next((word for word in said if LISTED.get(word.casefold()) in lists), "")
    return _meant_instead(asked, lists[LISTED[asked.casefold()]], ()) if asked else None


def _verb_first(first: TypedWord, rest: Sequence[TypedWord], features: Sequence[Feature]) -> Misread | None:
    """Return what to type instead of ``remove watch 3`` or ``unwatch 3``; None for any other line."""
    named = {one.name: one for one in features if any(" " in each.name for each in one.commands)}
    typed = first.whole.casefold()
    second = rest[0].whole.casefold() if rest else ""
    called = {name: {name, f"{name}s", f"{name}es", *ALSO_CALLED.get(name, ())} for name in named}
    alone = "notify" if not rest and typed in ENDING else ""  # nothing else ends without being named
    verb, noun = typed, next((name for name, others in called.items() if second in others), alone)
    if noun:
        rest = rest[1:]
    else:
        verb, noun = "remove", typed.removeprefix("un")
    if noun not in named or noun == typed:
        return None
    found = find_command((*typed_words(f"{noun} {verb}"), *rest), [named[noun]])
    command, left = (found.command, found.rest) if isinstance(found, Misread) else found
    if command is None or (not isinstance(found, Misread) and command.name != f"{noun} {verb}"):
        return None
    return _meant_instead(first.whole, command, left)


def _named_later(
    words: Sequence[TypedWord], features: Sequence[Feature], usual: Command[Any]
) -> tuple[Command[Any], Sequence[TypedWord]] | Misread | None:
    """Return what to type instead of a line in which words stand before the command's name; None if it has none.

    Where these are small, or of its options, a command that changes nothing is what was meant.
    """
    said = ["" if word.quoted or _takes(usual, word) else word.whole.casefold() for word in words]
    for at in range(1, len(words)):
        for command in commands_in(features):
            parts = command.name.split(" ")
            if said[at : at + len(parts)] == parts:
                before, after = words[:at], words[at + len(parts) :]
                together = " ".join(word.whole for word in before)
                fits = any(recognises(together) for recognises in command.recognises.values())
                named = before if fits else [word for word in before if not is_small_in_questions(word)]
                understood = fits or all(_takes(command, word) for word in named)
                if understood and command.form is PLAIN_FORM:
                    return command, (*named, *after)
                rest = (*after, *(named if understood else ()))
                said_instead = ("The command comes first. Did you mean ", CommandName(command.name, _line(rest)), "?")
                if not understood:
                    return Misread(sentence=said_instead)  # no press asks what may be its opposite: "don't mute"
                return Misread(sentence=said_instead, command=command, rest=rest)
    return None


def _first_of(feature: Feature, words: Sequence[TypedWord]) -> tuple[Command[Any], Sequence[TypedWord]] | Misread:
    """Return a feature's first command if no verb was typed, unless the next word looks like a verb."""
    command, left = feature.commands[0], words[1:]
    if " " in command.name and left and not left[0].name and not _takes(command, left[0]):
        typed = left[0].text.casefold()
        verbs = {one.name.partition(" ")[2]: one for one in feature.commands}
        near = () if is_small(left[0]) else get_close_matches(typed, verbs, n=1, cutoff=NEAR)
        same = next((one for alike in ALIKE if typed in alike for one in alike if one in verbs), "")
        meant = verbs.get(same or "".join(near))
        if meant is not None:
            return _meant_instead(typed, meant, left[1:])
    return command, left


def _meant_instead(typed: str, command: Command[Any], rest: Sequence[TypedWord]) -> Misread:
    said = (f'"{clean(typed, QUOTED)}"? Did you mean ', CommandName(command.name, _line(rest)), "?")
    return Misread(sentence=said, command=command, rest=rest)


def _line(words: Sequence[TypedWord]) -> str:
    """Return words as a line to type, without the question mark at its end."""
    return " ".join(word.typed(QUOTED) for word in words).rstrip("?")


def _no_command(first: str, meant: Sequence[str], rest: Sequence[TypedWord], features: Sequence[Feature]) -> Misread:
    typed = clean(first, QUOTED)
    if meant:
        found = find_command((TypedWord(text=meant[0], whole=meant[0]), *rest), features)
        command, left = (found.command, found.rest) if isinstance(found, Misread) else found
        if command is not None:
            return _meant_instead(typed, command, left)
    return Misread(
        sentence=(f'"{typed}" is no command here. Try ', CommandName(USUAL), ", or ", CommandName("help"), ".")
    )


def _takes(command: Command[Any], word: TypedWord) -> bool:
    """Return whether a word clearly belongs to one of a command's options."""
    named = any(word.name and one.name.startswith(word.name) for one in options_of(command.options))
    return named or any(recognises(word.text) for recognises in command.recognises.values())


def commands_in(features: Sequence[Feature]) -> Iterator[Command[Any]]:
    """Yield every command of some features."""
    return (command for feature in features for command in feature.commands)
