"""A fault that somebody could make, and the tests that would catch it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A small change to the code that makes it wrong.

    Attributes:
        what: What people would see of it.
        file: The file that is changed, relative to the project's folder.
        old: What stands there now, exactly once.
        new: What stands there with the fault.
        tests: The tests that fail then, as pytest names them; without the cases of a table.
    """

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
