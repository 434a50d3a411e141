"""The code is held to the table of who may import whom, and to having no cycle and no hidden import."""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from tests.import_table import LIBRARIES, ONE_PLACE, OURS
from tests.rings import ROOT
from tests.rows import each_row
from tests.source_files import BOT, Nodes, nodes_of, text_of


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


HEAVY = {
    *("discord", "bot.chat.discord", "slack_sdk", "bot.chat.slack"),
    *("alembic", "matplotlib", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql"),
}
"""What nobody is to pay for who does not need it."""

FILES = {name_of(path): path for path in BOT}


@cache
def sources() -> dict[str, "Source"]:
    """Read every module of ours; a second, for whoever runs these tests."""
    return {name: Source.of(text_of(path), nodes_of(path)) for name, path in FILES.items()}


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is of interest in a module's source.

    Attributes:
        lines: Its lines.
        imports: Where it imports.
        attributes: Its dotted names.
        functions: Its functions.
    """

    lines: Sequence[str]
    imports: Sequence[ast.Import | ast.ImportFrom]
    attributes: Sequence[ast.Attribute]
    functions: Sequence[ast.FunctionDef | ast.AsyncFunctionDef]

    @classmethod
    def of(cls, text: str, nodes: Nodes) -> "Source":
        """Pick a module's nodes."""
        return cls(
            lines=text.splitlines(),
            imports=[*nodes.of(ast.Import), *nodes.of(ast.ImportFrom)],
            attributes=nodes.of(ast.Attribute),
            functions=[*nodes.of(ast.FunctionDef), *nodes.of(ast.AsyncFunctionDef)],
        )

    def outermost(self) -> "Source":
        """Leave out imports that are not made with the module's own: in functions, or for type checkers only."""
        return replace(self, imports=[node for node in self.imports if node.col_offset == 0])


def read(text: str) -> Source:
    return Source.of(text, Nodes(ast.parse(text)))


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def part_of(module: str) -> str | None:
    return next((part for part in sorted(OURS, key=len, reverse=True) if within(module, (part,))), None)


def imported(source: Source) -> Iterator[str]:
    """Yield the modules that are imported, and ``from`` imports with the name: it may be a module, too."""
    for node in source.imports:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def used(source: Source) -> Iterator[str]:
    """Yield the last two words of each dotted name, and of what is imported by name."""
    for node in source.attributes:
        if isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            yield f"{owner}.{node.attr}"
    yield from (".".join(name.split(".")[-2:]) for name in imported(source))


def hidden_imports(source: Source) -> list[str]:
    """List the imports inside functions whose line does not say what is heavy about them."""
    inside = [
        source.lines[node.lineno - 1]
        for node in source.imports
        if any(one.lineno <= node.lineno <= (one.end_lineno or 0) for one in source.functions)
    ]
    return [line.strip() for line in inside if "heavy: " not in line]


def with_packages(name: str) -> set[str]:
    """Return a dotted name and the packages that are imported before it."""
    words = name.split(".")
    return {".".join(words[:end]) for end in range(1, len(words) + 1)}


def at_start(*modules: str) -> set[str]:
    """Return all that is imported with modules of ours, by name: what their lines without indentation import."""
    found: set[str] = set()
    left = set(modules)
    while left:
        new = set().union(*map(with_packages, left)) - found
        found |= new
        left = set().union(*(imported(sources()[name].outermost()) for name in new if name in FILES))
    return found


def trespasses(module: str, source: Source) -> list[str]:
    """List what a module imports or uses that is not its to use."""
    part = part_of(module)
    wrong = []
    for name in imported(source):
        first = name.partition(".")[0]
        if first == "bot":
            allowed = within(name, (part or module, *OURS.get(part or "", ())))
        else:
            allowed = first in sys.stdlib_module_names or within(module, LIBRARIES.get(first, ()))
        wrong += [] if allowed else [name]
    return wrong + [name for name in used(source) if name in ONE_PLACE and not within(module, ONE_PLACE[name])]


def test_every_module_has_its_place_in_the_table() -> None:
    packages = {name for name in FILES if FILES[name].name == "__init__.py"}
    assert [name for name in FILES if part_of(name) is None and name not in packages] == []


def test_no_module_imports_more_than_the_table_allows() -> None:
    wrong = {module: trespasses(module, source) for module, source in sources().items()}
    assert {module: names for module, names in wrong.items() if names} == {}


def test_no_import_hides_in_a_function() -> None:
    hidden = {module: hidden_imports(source) for module, source in sources().items()}
    assert {module: lines for module, lines in hidden.items() if lines} == {}


def test_nothing_imports_itself_through_others() -> None:
    graph = {
        module: {name if name in FILES else name.rpartition(".")[0] for name in imported(source)}
        & FILES.keys() - {module}
        for module, source in sources().items()
    }
    assert set(TopologicalSorter(graph).static_order()) >= FILES.keys()


@each_row(
    ("modules", "heavy"),
    [
        (("bot.__main__", "bot.app.run"), set()),
        (("bot.app.discord_platform",), {"discord", "bot.chat.discord"}),
        (("bot.app.slack_platform",), {"bot.chat.slack"}),
    ],
)
def test_a_start_imports_no_platform_and_each_platform_only_its_own(modules: tuple[str, ...], heavy: set[str]) -> None:
    assert at_start(*modules) & HEAVY == heavy


@each_row(
    ("module", "source", "wrong"),
    [
        ("bot.accounts.roster", "from bot.accounts.job import Job\nfrom bot.errors import LookFailed", []),
        ("bot.accounts.roster", "from bot.storage.database import Store", ["bot.storage.database.Store"]),
        ("bot.accounts.roster", "from bot import storage", ["bot.storage"]),
        ("bot.accounts.roster", "import bot.settings.schema", ["bot.settings.schema"]),
        ("bot.accounts.roster", "import discord", ["discord"]),
        ("bot.accounts.roster", "import numpy", ["numpy"]),
        ("bot.accounts.roster", "from . import job", ["..job"]),
        ("bot.accounts.roster", "at = datetime.now(UTC)", ["datetime.now"]),
        ("bot.accounts.roster", "at = datetime.datetime.now(UTC)", ["datetime.now"]),
        ("bot.accounts.roster", "from time import time", ["time.time"]),
        ("bot.chat.capacity.handler", "from bot.history.slot_forecast import SlotForecast", []),
        ("bot.chat.capacity.handler", "from bot.storage.database import Store", ["bot.storage.database.Store"]),
        ("bot.chat.capacity.handler", "from bot.chat.jobs import wording", ["bot.chat.jobs.wording"]),
        ("bot.chat.discord.interaction_answers", "from bot.chat.terminal import screen", ["bot.chat.terminal.screen"]),
        ("bot.chat.discord.interaction_answers", "aiohttp.ClientSession()", ["aiohttp.ClientSession"]),
        ("bot.chat.discord.interaction_answers", "from os import environ", ["os.environ"]),
        ("bot.providers.useapi_client", "import aiohttp\naiohttp.ClientSession()", []),
        ("bot.app.run", "from bot.storage.database import Store\nat = datetime.now(UTC)", ["datetime.now"]),
        ("bot.app.clock", "at = datetime.now(UTC)", []),
        ("bot.app.run", "os.environ['A']", ["os.environ"]),
    ],
)
def test_a_trespass_is_seen(module: str, source: str, wrong: list[str]) -> None:
    assert trespasses(module, read(source)) == wrong


def test_a_hidden_import_is_seen_unless_it_says_why() -> None:
    assert hidden_imports(read("def f():\n    import os\n")) == ["import os"]
    assert hidden_imports(read("async def f():\n    import os  # heavy: half a second\n")) == []
