"""What a field of Block Kit may hold, as values that check it.

A check is called with what it checks and the JSON pointer to it, and yields what is wrong, as Slack words it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.fakes.slack.mrkdwn_rules import unescaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong: Slack refuses it (`refused`), or takes it although a correct bot never sends it."""

    pointer: str
    message: str
    refused: bool = True

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Check: TypeAlias = Callable[[Any, str], Iterator[Finding]]


def wrong(pointer: str, message: str) -> Finding:
    """Return what Slack refuses."""
    return Finding(pointer=pointer, message=message)


def held(pointer: str, message: str) -> Finding:
    """Return what Slack takes, and what is held against the bot."""
    return Finding(pointer=pointer, message=message, refused=False)


def string(most: int, least: int = 1, pattern: str = "") -> Check:
    """A text of so many characters."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - JSON is anything, here and below
        if not isinstance(it, str):
            yield wrong(pointer, "must be a string")
        elif len(it) > most:
            yield wrong(pointer, f"must be less than {most + 1} characters")
        elif len(it) < least:
            yield wrong(pointer, f"must be more than {least - 1} characters")
        elif pattern and not re.fullmatch(pattern, it):
            yield wrong(pointer, f"must match {pattern}")

    return check


def flag(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
    """Yes or no."""
    if not isinstance(it, bool):
        yield wrong(pointer, "must be a boolean")


def number(least: float, most: float) -> Check:
    """A number within a range."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
        if isinstance(it, bool) or not isinstance(it, int | float):
            yield wrong(pointer, "must be a number")
        elif not least <= it <= most:
            yield wrong(pointer, f"must be between {least} and {most}")

    return check


def one_of(*values: object) -> Check:
    """One of some values."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
        if it not in values:
            yield wrong(pointer, f"must be one of {list(values)}")

    return check


def listed(check_one: Check, most: int, least: int = 1) -> Check:
    """A list of so many items."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
        if not isinstance(it, list | tuple):
            yield wrong(pointer, "must be a list")
            return
        if len(it) > most:
            yield wrong(pointer, f"no more than {most} items allowed")
        if len(it) < least:
            yield wrong(pointer, f"no fewer than {least} items allowed")
        for at, each in enumerate(it):
            yield from check_one(each, f"{pointer}/{at}")

    return check


def record(fields: Mapping[str, Check], required: str = "", *, either: str = "") -> Check:
    """An object with no other keys; `required` names those it must have, `either` those of which it must have one."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
        if not isinstance(it, dict):
            yield wrong(pointer, "must be an object")
            return
        for name in required.split():
            if it.get(name) is None:
                yield wrong(pointer, f"missing required field: {name}")
        if either and not any(it.get(name) is not None for name in either.split()):
            yield wrong(pointer, f"missing required field: {' or '.join(either.split())}")
        for name, value in it.items():
            if name not in fields:
                yield wrong(f"{pointer}/{name}", "no such field")
            else:
                yield from fields[name](value, f"{pointer}/{name}")

    return check


def kind_of(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says what it is."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
        kind = str(it.get("type")) if isinstance(it, dict) else "nothing"
        if kind not in kinds:
            yield wrong(pointer, f"unsupported type: {kind}")
        else:
            yield from kinds[kind](it, pointer)

    return check


def every(*checks: Check) -> Check:
    """All of some checks."""

    def check(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
        for each in checks:
            yield from each(it, pointer)

    return check


def _markup(it: Any, pointer: str) -> Iterator[Finding]:  # noqa: ANN401 - as above
    """Say what in a text object would read otherwise than it is meant."""
    if not isinstance(it, dict) or not isinstance(it.get("text"), str):
        return
    if it.get("type") == "mrkdwn":
        if raw := unescaped(it["text"]):
            yield held(f"{pointer}/text", f"not escaped: {raw}")
        if it.get("verbatim") is not True:
            yield held(pointer, "mrkdwn without verbatim: Slack makes links and mentions of what looks like one")
    elif "<!date^" in it["text"]:
        yield held(f"{pointer}/text", "a date is no date in plain_text")


def text(most: int, *kinds: str, least: int = 1) -> Check:
    """A text object of one of the kinds, `plain_text` and `mrkdwn` unless told otherwise."""
    content = string(most, least)
    objects = {
        "plain_text": record({"type": one_of("plain_text"), "text": content, "emoji": flag}, "type text"),
        "mrkdwn": record({"type": one_of("mrkdwn"), "text": content, "verbatim": flag}, "type text"),
    }
    return every(kind_of({kind: objects[kind] for kind in kinds or objects}), _markup)


def plain(most: int) -> Check:
    """A text object of `plain_text`."""
    return text(most, "plain_text")
