"""``docs/troubleshooting.md`` against the program: each heading is said by it, and each warning has its heading."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.errors import AppRefused, BadDatabase, BadSettings, CannotStart, DiscordRefused
from tests.rings import ROOT
from tests.source_files import BOT, nodes_of

DOCUMENT = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^### `(.*)`$", DOCUMENT, re.MULTILINE)
PLACEHOLDER = re.compile(r"%(?:\.\d)?[sdfg]")
FEWEST_LETTERS = 6
"""A text with fewer letters of its own than these could be any line."""

REFUSALS = {one.__name__ for one in (CannotStart, BadSettings, BadDatabase, DiscordRefused, AppRefused)}

NEEDS_NOBODY = frozenset(
    {
        "…",  # a sentence that is explained where it comes from
        "….",  # the same
        "… …",  # two of them
        "…: …",  # why a look failed: the sentences of bot/providers, which have headings of their own
        "…: %r",  # a library's own warning
        "Interrupted in …",  # by a person, with Ctrl-C
        "The providers are simulated; their database is ….",
    }
)


def texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the texts among nodes, with ``…`` for what is filled in."""
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield filled("".join(one.value if isinstance(one, ast.Constant) else "…" for one in node.values))  # type: ignore[misc] # constants of f-strings are texts
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield filled(node.value)


def filled(text: str) -> str:
    """Write ``…`` for what a log line is filled in with."""
    return PLACEHOLDER.sub("…", re.sub(r"\{\{?\w*\}?\}", "…", text))


@cache
def said() -> str:
    """Return the texts of the program that are long enough to be told from others, a NUL before each."""
    all_texts = {
        text for path in BOT for kind in (ast.JoinedStr, ast.Constant) for text in texts(nodes_of(path).of(kind))
    }
    return "".join(f"\0{text}" for text in all_texts if sum(map(str.isalpha, text)) >= FEWEST_LETTERS)


def is_said(heading: str) -> bool:
    """Return whether a heading is a text of the program, a part of one, or one that is filled in."""
    own = heading.rstrip("…. ")
    filled_in = "\0" + r"[^\0\n]*".join(map(re.escape, own.split("…")))
    return own in said() or re.search(filled_in, said()) is not None


def warnings() -> Iterator[str]:
    """Yield the texts that are logged as warnings or errors."""
    for path in BOT:
        for node in nodes_of(path).of(ast.Call):
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value
                is_log = isinstance(owner, ast.Name) and owner.id in {"log", "_log"}
                if is_log and node.func.attr in {"warning", "error"} and isinstance(node.args[0], ast.Constant):
                    yield filled(str(node.args[0].value))


def refusals() -> Iterator[str]:
    """Yield the sentences with which the program does not start."""
    for path in BOT:
        for node in nodes_of(path).of(ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
                yield from ("".join(texts([one])) for one in node.args if isinstance(one, ast.JoinedStr | ast.Constant))


def test_every_heading_is_a_line_of_the_program() -> None:
    assert [heading for heading in HEADINGS if not is_said(heading)] == []


def test_a_line_that_nobody_says_is_found() -> None:
    assert not is_said("The bot is in no tavern yet, and will serve …")


def test_every_warning_and_every_refusal_to_start_has_its_heading() -> None:
    explained = [re.compile(".*".join(map(re.escape, one.rstrip("…. ").split("…")))) for one in HEADINGS]
    missing = {text for text in (*warnings(), *refusals()) if not any(one.match(text) for one in explained)}
    assert missing - NEEDS_NOBODY == set()
