"""Our own source files as text, trees and nodes; each is read, parsed and walked once for all rules that look at it."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tests.rings import ROOT

BOT = sorted((ROOT / "bot").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


Node = TypeVar("Node", bound=ast.AST)


@cache
def text_of(path: Path) -> str:
    """Read a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(text_of(path))


class Nodes:
    """All nodes of a tree, by kind: to look through those of the program takes as long as to parse it."""

    def __init__(self, tree: ast.Module) -> None:
        self._by_kind: defaultdict[type[ast.AST], list[Any]] = defaultdict(list)
        left: list[ast.AST] = [tree]
        for node in left:  # which grows meanwhile; ``ast.walk`` takes three times as long
            self._by_kind[type(node)].append(node)
            for value in vars(node).values():
                if isinstance(value, ast.AST):
                    left.append(value)
                elif isinstance(value, list):
                    left += [one for one in value if isinstance(one, ast.AST)]

    def of(self, *kinds: type[Node]) -> list[Node]:
        """Return those of some kinds."""
        return [node for kind in kinds for node in self._by_kind.get(kind, ())]


@cache
def nodes_of(path: Path) -> Nodes:
    """Return the nodes of a module."""
    return Nodes(tree_of(path))
