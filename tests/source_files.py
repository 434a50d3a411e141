"""Our own source files as text, trees and nodes; each is read, parsed and walked once for all rules that look at it."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.rings import ROOT

BOT = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


@cache
def text_of(path: Path) -> str:
    """Read a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(text_of(path))


@cache
def nodes_of(path: Path) -> Sequence[ast.AST]:
    """Return all nodes of a module's tree: to walk all of the program takes as long as to parse it."""
    return tuple(ast.walk(tree_of(path)))
