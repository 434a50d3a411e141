"""Whether Slack would take some blocks: each by its own limits, and all of them together.

The limits are those of https://docs.slack.dev/reference/block-kit/blocks; 13,200 characters in all is what people found
(slackapi/bolt-js #2509).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.fakes.slack.block_fields import Finding, held, kind_of, listed, wrong
from tests.fakes.slack.block_kinds import KINDS, MOST, Surface
from tests.fakes.slack.block_tree import words
from tests.fakes.slack.records import Json

MOST_CHARACTERS = 13_200
MOST_IN_TABLES = {"table": 10_000, "data_table": 20_000, "markdown": 12_000}
MOST_CHARTS = 2


def check_blocks(blocks: Sequence[Json], surface: Surface, pointer: str = "/blocks") -> list[Finding]:
    """Return what is wrong with the blocks of a message or a view, where they stand."""
    limit = MOST[surface]
    found = list(listed(kind_of(KINDS[surface]), limit, 0)(blocks, pointer))
    return found or [*_tables(blocks, pointer), *_charts(blocks, pointer)]


def check_ids(blocks: Sequence[Json], attachments: Sequence[Json] = (), pointer: str = "/blocks") -> list[Finding]:
    """Return which ids all blocks of a message or a view have twice."""
    inside = [block for each in attachments for block in each.get("blocks") or ()]
    return list(_unique([*blocks, *inside], pointer))


def characters(blocks: Sequence[Json], attachments: Sequence[Json] = ()) -> int:
    """Count the characters of a message's blocks, as far as a person reads them."""
    inside = [block for each in attachments for block in each.get("blocks") or ()]
    return len(words([*blocks, *inside]).replace("\n", ""))


def _unique(blocks: Sequence[Json], pointer: str) -> Iterator[Finding]:
    """No id is there twice; Slack refuses a block's, and reads an action's as the first that has it."""
    for name in ("block_id", "action_id"):
        counted = Counter(_values(blocks, name))
        for twice in sorted(value for value, times in counted.items() if times > 1):
            say = wrong if name == "block_id" else held
            yield say(pointer, f"{name} {twice!r} already exists")
    if sum(_values(blocks, "focus_on_load")) > 1:
        yield wrong(pointer, "only one element may be focused on load")


def _tables(blocks: Sequence[Json], pointer: str) -> Iterator[Finding]:
    for kind, most in MOST_IN_TABLES.items():
        long = sum(len(words(each).replace("\n", "")) for each in blocks if each["type"] == kind)
        if long > most:
            yield wrong(pointer, f"must be less than {most + 1} characters over all {kind} blocks")


def _charts(blocks: Sequence[Json], pointer: str) -> Iterator[Finding]:
    if sum(each["type"] == "data_visualization" for each in blocks) > MOST_CHARTS:
        yield wrong(pointer, f"no more than {MOST_CHARTS} data_visualization blocks")


def _values(it: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - JSON is anything
    """Go through the values of a key, wherever it stands."""
    if isinstance(it, dict):
        if name in it:
            yield it[name]
        for each in it.values():
            yield from _values(each, name)
    elif isinstance(it, list | tuple):
        for each in it:
            yield from _values(each, name)
