"""What a method of the Web API is made of: the call that came in, and what is known of the method."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.records import Json
from tests.fakes.slack.refusals import wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call with its arguments, whether they came as JSON, as a form or in the query."""

    method: str
    arguments: Mapping[str, Any]

    def has(self, name: str) -> bool:
        """Return whether an argument was given."""
        return self.arguments.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return a text; raises where it is another thing."""
        value = self.arguments.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise wrong("invalid_arguments", f"{name} must be a string [json-pointer:/{name}]")
        return value

    def required(self, name: str) -> str:
        """Return a text that has to be given."""
        if not self.text(name):
            raise wrong("invalid_arguments", f"missing required field: {name}")
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no."""
        value = self.arguments.get(name)
        if value is None:
            return default
        if str(value).lower() not in {"true", "false", "1", "0"}:
            raise wrong("invalid_arguments", f"{name} must be a boolean [json-pointer:/{name}]")
        return str(value).lower() in {"true", "1"}

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.arguments.get(name)
        if value is None:
            return default
        if not str(value).isdecimal():
            raise wrong("invalid_arguments", f"{name} must be a number [json-pointer:/{name}]")
        return int(value)

    def objects(self, name: str) -> tuple[Json, ...]:
        """Return a list of objects, empty where there is none."""
        value = self._decoded(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise wrong(f"invalid_{name}_format", f"{name} must be a list of objects")
        return tuple(value)

    def object(self, name: str) -> Json | None:
        """Return an object, None where there is none."""
        value = self._decoded(name)
        if value is not None and not isinstance(value, dict):
            raise wrong("invalid_arguments", f"{name} must be an object [json-pointer:/{name}]")
        return value

    def _decoded(self, name: str) -> Any:  # noqa: ANN401 - JSON is anything
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise wrong("invalid_arguments", f"{name} is no JSON") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method: who answers it, what arguments it has, whether it only reads, and whose token it takes."""

    name: str
    answer: Callable[[Call], Json]
    arguments: frozenset[str]
    reads: bool = False
    by_app: bool = False


def method(name: str, answer: Callable[[Call], Json], arguments: str = "", *, reads: bool = False) -> Method:
    """Describe a method by the names of its arguments, with blanks between them."""
    return Method(name=name, answer=answer, arguments=frozenset(arguments.split()), reads=reads)
