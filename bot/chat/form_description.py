"""What a form of a command says and shows, for platforms that have forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDescription:
    """How a command looks as a form, for platforms that have forms.

    Attributes:
        title: Its title, in at most 24 characters; empty for the command's name.
        deed: What its button says, in at most 24 characters.
        about: The option that names what the command changes: a form that is opened about one asks for no other. Empty
            if there is none.
        filled_in: Returns the values that it shows of options that are not given, by option: the defaults, or how
            things are now. Takes the guild and the texts of those that are given.
        emptied: The option and its text that an input stands for which showed a value and was emptied, by option.
    """

    title: str = ""
    deed: str = "Show"
    about: str = ""
    filled_in: Callable[[int, Mapping[str, str]], Mapping[str, object]] = lambda _guild, _given: {}
    emptied: Mapping[str, tuple[str, str]] = field(default_factory=dict)


PLAIN_FORM = FormDescription()
"""The form of a command that only shows something."""
