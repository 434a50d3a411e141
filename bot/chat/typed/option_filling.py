"""Fills a command's options from typed words: rules 2 to 5 of ``command_line``."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import product
from typing import Any

from bot.chat.command_options import Option, OptionKind
from bot.chat.feature import Command
from bot.chat.typed.filled_options import FilledOptions
from bot.chat.typed.option_values import NAMING, OTHER_NAMES, DoesNotFit, References, usage
from bot.chat.typed.spelling import NEAR, QUOTED
from bot.chat.typed.times import in_figures
from bot.chat.typed.words import TypedWord, is_pointing, is_small, is_small_in_questions, readings, says_more_of_name
from bot.chat.wording.text_cleaning import clean

_LONGEST_RUN = 6
"""Maximum number of unquoted words that are read together: ``quiet from 22:00 to 08:00 Europe/Berlin``."""


class OptionFilling:
    """Fills the options of one command from words.

    Args:
        command: The command.
        references: Resolves channels and roles.

    Attributes:
        filled: The options so far.
    """

    def __init__(self, command: Command[Any], references: References) -> None:
        self.filled = FilledOptions(command, references)
        self._takes = self.filled.takes
        self._values = self.filled.values
        self._unread = set[str]()

    def fill(self, words: Sequence[TypedWord]) -> None:
        """Assign all words to options; a word that fits nowhere raises ``DoesNotFit`` once all others are placed."""
        placed: dict[int, Option | None] = {}
        problems: list[DoesNotFit] = []

        def place(at: int, find: Callable[[], Mapping[int, Option | None]]) -> None:
            try:
                placed.update(find())
            except DoesNotFit as problem:
                problems.append(problem)
                placed.update(dict.fromkeys(range(at, at + problem.words)))

        words = [word for word in words if word.whole or not word.quoted]
        for at, word in enumerate(words):
            place(at, partial(self._place_named, at, word))
        for at in range(len(words)):
            placed.update(self._place_before_name(words, at, placed))
        for at in range(len(words)):
            if at not in placed:
                place(at, partial(self._place_run, words, at, placed))
        last_name = max((at for at, one in placed.items() if one is not None and _are_names([one])), default=0)
        for at, word in enumerate(words):
            if at not in placed:
                place(at, partial(self._place_text, at, word, placed.get(at - 1), early=at < last_name))
        self.filled.pointing = next(
            (word for at, word in enumerate(words) if not placed[at] and is_pointing(word)), None
        )
        if problems:
            first, *others = problems
            raise DoesNotFit(*first.said) if others else first

    def _named(self, word: TypedWord) -> Option | None:
        """Return the option that a word names; None if its colon is part of a text."""
        if not word.name or (not word.text and not word.quoted):
            return None
        called = (word.name, *OTHER_NAMES.get(word.name, ()))
        meant = [one for one in map(self.filled.option_named, called) if one is not None]
        if meant:
            return next((one for one in meant if self._takes.value(one, word.text) is not None), meant[0])
        names = [one.name for one in self.filled.every]
        if near := get_close_matches(word.name, names, n=1, cutoff=NEAR):
            option = next(one for one in self.filled.every if one.name == near[0])
            value = self._takes.value(option, word.text)
            raise DoesNotFit(
                f'There is no option "{clean(word.name, QUOTED)}" here.',
                meant=near[0] if value is None else f"{near[0]}:{clean(word.text, QUOTED)}",
                instead={} if value is None else {option.field: value},
            )
        takes_any = any(map(self._takes.any_text, self.filled.every))
        if takes_any or any(self._takes.recognises(one, word.whole) for one in self.filled.every):
            return None
        raise DoesNotFit(
            f'There is no option "{clean(word.name, QUOTED)}" here. Type ', usage(self.filled.command), "."
        )

    def _place_named(self, at: int, word: TypedWord) -> Mapping[int, Option]:
        """Assign a word to the option that it names, if it names one."""
        option = self._named(word)
        if option is None:
            return {}
        if not word.text and option.kind is OptionKind.TEXT and not option.required:
            return {at: option}  # an empty value leaves the option out
        value = self._takes.value(option, word.text)
        if value is None:
            if (ended := self._end(option, word.text)) is not None:
                return {at: ended}
            raise self.filled.refuse(option, word.text)
        if option.kind is OptionKind.TEXT and not self._takes.recognises(option, word.text):
            # The name may be part of what is meant: ``until:18`` is no 18 minutes.
            said = f"{word.name} {word.text}"
            value = said if self._takes.recognises(option, said) else value
            if self._takes.has_known(option) and option.name not in NAMING and not word.quoted and value != said:
                self._unread.add(option.field)  # the next words may belong to it
        self._values[option.field] = value
        return {at: option}

    def _place_before_name(
        self, words: Sequence[TypedWord], at: int, placed: Mapping[int, Option | None]
    ) -> Mapping[int, Option]:
        """Assign a word to the option that the next one names: ``no quiet``, or ``2 slots`` if no number follows."""
        if len(words) < at + 2 or not placed.keys().isdisjoint({at, at + 1}):
            return {}
        number, unit, *more = words[at : at + 3]
        named = self.filled.option_named(unit.whole.casefold()) if number.whole.casefold() == "no" else None
        if named is not None and (ended := self._end(named, number.whole)) is not None:
            return dict.fromkeys(range(at, at + 2 + any(map(says_more_of_name, more))), ended)
        counted = {one.name: one for one in self.filled.free if one.kind is OptionKind.NUMBER and one.name[-1] == "s"}
        option = counted.get(f"{unit.whole.casefold().removesuffix('s')}s")
        value = None if option is None or number.quoted else self._takes.surely(option, in_figures(number.whole))
        if option is None or value is None or (more and self._takes.surely(option, more[0].whole) is not None):
            return {}
        self._values[option.field] = value
        return {at: option, at + 1: option}

    def _fill_after_name(self, option: Option, name: str, text: str) -> Option | None:
        """Assign a text to the option whose name precedes it, and return the option that it fills, if it fits."""
        said = f"{name} {text}"  # ``until 17h`` is no 17 hours
        value = said if self._takes.resembles(option, said) else self._takes.after_name(option, text)
        if value is None:
            return self._end(option, text)
        self._values[option.field] = value
        return option

    def _end(self, option: Option, text: str) -> Option | None:
        """If a text ends an option, as in ``warn off``, assign what says so, and return the option that holds it."""
        name, said = self._takes.emptied(option, text)
        ending = self.filled.option_named(name) if name else None
        if ending is not None:
            self._values[ending.field] = self._takes.value(ending, said)
        return ending

    def _place_run(
        self, words: Sequence[TypedWord], at: int, placed: Mapping[int, Option | None]
    ) -> Mapping[int, Option]:
        """Assign the longest run of words that begins here to the option that it names, or the first that it fits."""
        end = at + 1
        longest = at + _LONGEST_RUN if not words[at].quoted else end
        while end < min(len(words), longest) and end not in placed and not words[end].quoted:
            end += 1
        announced = self._announced(words[at], goes_on=at > 0 and at - 1 not in placed)
        for stop in range(end, at + 1, -1):
            for text, option in product(readings(words[at + 1 : stop]), announced):
                if (filled := self._fill_after_name(option, words[at].whole, text)) is not None:
                    return dict.fromkeys(range(at, stop), filled)
        for stop in range(end, at, -1):
            text = " ".join(word.whole for word in words[at:stop])
            for option in self.filled.free if not self._takes.ends(text) else ():
                if (value := self._takes.surely(option, text)) is not None:
                    self._values[option.field] = value
                    return dict.fromkeys(range(at, stop), option)
        for stop in range(end, at + 1, -1):
            text = " ".join(word.whole for word in words[at:stop])
            if (meant := self._meant(text)) is not None:
                self._pour(meant, text)
                return dict.fromkeys(range(at, stop), meant)
        return {} if at + 1 in placed else self._place_announced(announced, words, at, end)

    def _place_announced(
        self, announced: Sequence[Option], words: Sequence[TypedWord], at: int, end: int
    ) -> Mapping[int, Option]:
        """Assign words that do not fit to the text option named before them; an option of another kind refuses them."""
        named = [one for one in announced if one.kind is not OptionKind.FLAG and not words[at].quoted]
        after = words[at + 1] if at + 1 < len(words) else None
        if not named or (_are_names(named) and is_small(words[at]) and (after is None or is_small(after))):
            return {}  # such as "which account can I use"
        if after is None:
            raise DoesNotFit(f"{named[0].name} needs a value after it: {named[0].description}.")
        if any(_are_names([one]) and self._takes.surely(one, after.whole) is not None for one in self.filled.free):
            return {}  # such as "mute for minimax"
        others = [one for one in named if one.kind is not OptionKind.TEXT or self._takes.closed(one)]
        if others:
            meant = next((one for one in others if self._takes.resembles(one, after.whole)), others[0])
            said, *more = [word for word in range(at + 1, end) if not is_small(words[word])][:2] or [at + 1]
            number = in_figures(words[more[0]].whole) if more else ""
            if meant.kind is OptionKind.NUMBER and self._takes.value(meant, number) is not None:
                text = " ".join(word.whole for word in words[said : more[0]])
                raise self.filled.refuse_compared(meant, text, number, words=more[0] + 1 - at)
            raise self.filled.refuse(meant, words[said].whole, words=said + 1 - at)
        # Only the name explains the 0 of ``hold 0``. Whether it can be the option's value is for the command to say.
        texts = ((text, stop) for stop in range(end, at + 1, -1) for text in readings(words[at + 1 : stop]))
        found = ((text, stop) for text, stop in texts if self._takes.resembles(named[0], text))
        text, stop = next(found, (after.whole, at + 2))
        self._pour(named[0], text)
        return dict.fromkeys(range(at, stop), named[0])

    def _pour(self, option: Option, text: str) -> None:
        """Assign a text to a text option; the following words join it if the option can't be read so far."""
        self._values[option.field] = text
        if not self._takes.recognises(option, text):
            self._unread.add(option.field)

    def _announced(self, word: TypedWord, *, goes_on: bool) -> Sequence[Option]:
        """Return the options with a word as their full name or an alternative one: the next words may be a value.

        If it ``goes_on`` from words that fit nothing, it may be a part of a free text instead.
        """
        said = word.whole.removesuffix(":").casefold()
        names = (said, *OTHER_NAMES.get(said, ()))
        found = (one for name in names for one in self.filled.free if one.name == name)
        return [one for one in found if one.name == said or not (goes_on and self._takes.any_text(one))]

    def _place_text(
        self, at: int, word: TypedWord, before: Option | None, *, early: bool
    ) -> Mapping[int, Option | None]:
        """Assign a word that fits nothing to a text option: the one before it if that then reads, or else the next.

        A free text that comes ``early``, before a provider or account, may be a name that was mistyped.
        """
        if self._takes.ends(word.whole):
            example = f"{next(iter(self.filled.command.form.emptied))} {word.whole}"
            raise DoesNotFit(f'What is to end? Name it first: "{example}".')
        option = self._text_option(word, before)
        if early and option is not None and option is not before and not self._takes.has_known(option):
            del self._values[option.field]
            if not self.filled.changes_what_is_named and is_small_in_questions(word):
                return {at: None}  # such as "jobs studio-a on minimax"
            said, typed = clean(word.whole, QUOTED), word.typed(QUOTED)
            raise DoesNotFit(f'Is "{said}" the {option.name}? Type {option.name}:{typed}, or type it last.')
        return {at: option}

    def _text_option(self, word: TypedWord, before: Option | None) -> Option | None:
        """Return the text option that a word fills or joins; None for a small word that no option needs."""
        before = before if before is not None and isinstance(self._values.get(before.field), str) else None
        longer = "" if before is None else f"{self._values[before.field]} {word.whole}"
        if before is not None and (before.field in self._unread or self._takes.recognises(before, longer)):
            self._values[before.field] = longer
            return before
        texts = [one for one in self.filled.free if one.kind is OptionKind.TEXT and self._may_be(one, word)]
        if any(map(self._takes.any_text, texts)):
            implied = self.filled.command.implied(self.filled.named())  # the word rather belongs to another option
            texts = [one for one in texts if one.name not in implied]
        following = next((one for one in texts if one.required or not self._takes.closed(one)), None)
        needs_names = following is None or self._takes.has_known(following)
        if needs_names:
            self._refuse_second(word)
        small = is_small(word) if self.filled.changes_what_is_named else is_small_in_questions(word)
        if small and needs_names and (before is None or not self._takes.any_text(before)):
            return None
        if following is not None and self._takes.closed(following):
            raise self.filled.refuse(following, word.whole)
        known = following is not None and self._takes.has_known(following) and not word.quoted
        if known and (meant := self._meant(word.whole)) is not None:
            self._pour(meant, word.whole)
            return meant
        if following is not None:
            self._values[following.field] = word.whole
            return following
        if before is not None and not self._takes.closed(before):
            self._values[before.field] = longer
            return before
        numbers = [one for one in self.filled.free if one.kind is OptionKind.NUMBER]
        if len(numbers) == 1:
            raise self.filled.refuse(numbers[0], word.whole)
        raise DoesNotFit(f'"{clean(word.whole, QUOTED)}" is too much. Type ', usage(self.filled.command), ".")

    def _may_be(self, option: Option, word: TypedWord) -> bool:
        """Return whether a word may have been meant for a text option; an option of a certain form is resembled."""
        names = option.name in NAMING or not self._takes.has_known(option)
        return names or option.required or self._takes.resembles(option, word.whole)

    def _refuse_second(self, word: TypedWord) -> None:
        """Raise ``DoesNotFit`` for a second provider or account."""
        for one in self.filled.every:
            named = self._values.get(one.field) if one.name in NAMING and not word.quoted else None
            second = self._takes.surely(one, word.whole)
            if isinstance(named, str) and second is not None:
                both = [clean(named, QUOTED), clean(str(second), QUOTED)]
                if one.name == "providers":
                    every = ",".join(both)
                    raise DoesNotFit("Type commas between several providers.", meant=every, instead={one.field: every})
                raise DoesNotFit(f"One {one.name} at a time: {' or '.join(both)}?")

    def _meant(self, text: str) -> Option | None:
        """Return the text option for which words were meant, by how they begin; one of another kind refuses them."""
        meant = next((one for one in self.filled.free if self._takes.resembles(one, text)), None)
        if meant is not None and meant.kind is not OptionKind.TEXT:
            raise self.filled.refuse(meant, text, words=len(text.split()))
        return meant


def _are_names(options: Sequence[Option]) -> bool:
    return all(one.name in NAMING for one in options)
