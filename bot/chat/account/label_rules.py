"""The rules for names that people give to accounts: short, of letters and digits, no two alike."""

import re
from collections.abc import Callable, Collection

from bot.chat.typed.times import is_end
from bot.chat.wording.text_cleaning import clean
from bot.errors import BadInput

LONGEST = 32
"""Maximum length of a nickname on Discord
(https://discord.com/developers/docs/resources/user#usernames-and-nicknames-restrictions)."""

_READ = 8 * LONGEST
"""Number of characters of a typed name that are looked at."""

EXAMPLE = "studio-a"

_FORBIDDEN_SIGNS = "@#<>*~`|\\[]/:"
_FORBIDDEN = frozenset(_FORBIDDEN_SIGNS)
"""Characters that begin a mention, format text or make a link; a slash separates a provider from its account."""


LABEL_FORM = f"a text of up to {LONGEST} characters with a letter or a digit, and without {_FORBIDDEN_SIGNS} and __"
"""What a name must be, as the end of a sentence."""


def read_label(typed: str, taken: Collection[str], provider: str) -> str:
    """Return a typed name without invisible characters.

    Args:
        typed: What was typed.
        taken: The names of the provider's other accounts.
        provider: The provider's title.

    Raises:
        BadInput: It can't be a name; the sentence suggests one that can.
    """
    label = clean(typed, _READ)
    if not any(letter.isalnum() for letter in label):
        raise BadInput(
            f"A name needs a letter or a digit, such as {EXAMPLE}. To take a name back, leave it out.", option="name"
        )
    if len(label) > LONGEST:
        more = "far more" if len(label) == _READ else str(len(label))
        raise BadInput(
            f"A name can have up to {LONGEST} characters, and this has {more}. Try {EXAMPLE}.", option="name"
        )
    if "__" in label or _FORBIDDEN & set(label):
        kept = (
            "".join(letter for letter in label if letter not in _FORBIDDEN).replace("__", "_").strip(" &!;\u2039\u203a")
        )
        is_e_mail = re.search(r"\w@\w", label) is not None
        better = kept if any(map(str.isalnum, kept)) and kept not in taken and not is_e_mail else EXAMPLE
        raise BadInput(f"That would be read as a mention, a link or formatting. Try {better}.", option="name")
    if label.casefold() in {one.casefold() for one in taken}:
        raise BadInput(
            f"{provider} has an account called {label} already. Try {_numbered(label, taken)}.", option="name"
        )
    return label


def check_typed(label: str, is_provider: Callable[[str], bool]) -> None:
    """Raise ``BadInput`` if a name could be mistaken for anything else in a typed command.

    Args:
        label: The name.
        is_provider: Returns whether a text names a provider, or all of them.
    """
    meanings = {
        "a provider": is_provider,
        "a time": is_end,
        "a number": _is_number,
        "the word that shows an answer to everyone": _is_switch,
    }
    for meaning, is_meant in meanings.items():
        if is_meant(label):
            raise BadInput(f'"{label}" is {meaning} where commands are typed. Try {EXAMPLE}.', option="name")


def _is_number(label: str) -> bool:
    # Longer ones are no hours and no slots, and providers do name accounts like that.
    return re.fullmatch(r"\d{1,4}", label) is not None


def _is_switch(label: str) -> bool:
    return label.casefold() == "public"


def _numbered(label: str, taken: Collection[str]) -> str:
    """Return a similar name that is not taken."""
    known = {one.casefold() for one in taken}
    number = next(one for one in range(2, len(known) + 3) if f"{label}-{one}".casefold() not in known)
    return f"{label}-{number}"
