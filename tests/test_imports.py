"""Who may import whom: the table below is the design, and this file holds the code to it."""

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What every feature is made of: values, wording, and who finds what people mean.
EVERY_FEATURE = (
    "bot.errors",
    "bot.platform_words",
    "bot.chat.account_lookup",
    "bot.chat.account_options",
    "bot.chat.feature",
    "bot.chat.level_signs",
    "bot.chat.message",
    "bot.chat.paging",
    "bot.chat.recently_removed",
    "bot.chat.text_spans",
    "bot.chat.wording",
)
# Most commands answer from the newest look.
A_FEATURE = (*EVERY_FEATURE, "bot.accounts", "bot.history", "bot.polling")
TYPED_COMMANDS = (
    "bot.chat.command_completion",
    "bot.chat.command_line",
    "bot.chat.option_filling",
    "bot.chat.typed_words",
)
ANYTHING = ("bot",)

OURS: Mapping[str, tuple[str, ...]] = {
    **{f"bot.chat.{place.stem}": A_FEATURE for place in (ROOT / "bot" / "chat").iterdir() if place.stem[0] != "_"},
    "bot.errors": ("bot.platform_words",),
    "bot.platform_words": (),
    "bot.logs": (),
    "bot.accounts": ("bot.errors",),
    "bot.alerts": ("bot.accounts", "bot.errors", "bot.history", "bot.subscriptions"),
    "bot.subscriptions": ("bot.errors", "bot.platform_words"),
    "bot.history": ("bot.accounts", "bot.errors"),
    "bot.charts": ("bot.history",),
    "bot.providers": ("bot.accounts", "bot.errors"),
    "bot.storage": (
        "bot.boards",
        "bot.delivery",
        "bot.alerts",
        "bot.subscriptions",
        "bot.accounts",
        "bot.health",
        "bot.errors",
        "bot.history",
        "bot.polling",
        "bot.reports",
        "bot.waitlist",
    ),
    "bot.reports": ("bot.alerts", "bot.errors", "bot.history"),
    "bot.boards": ("bot.alerts", "bot.subscriptions", "bot.accounts", "bot.errors", "bot.platform_words"),
    "bot.delivery": ("bot.alerts", "bot.subscriptions", "bot.errors"),
    "bot.waitlist": ("bot.accounts", "bot.alerts", "bot.errors", "bot.platform_words"),
    "bot.health": ("bot.accounts", "bot.alerts", "bot.delivery", "bot.errors", "bot.polling", "bot.subscriptions"),
    "bot.polling": ("bot.accounts", "bot.alerts", "bot.errors", "bot.providers.account_summary"),
    "bot.settings": ("bot.errors", "bot.providers.catalogue"),
    "bot.simulation": (
        "bot.accounts",
        "bot.providers.account_summary",
        "bot.providers.catalogue",
        "bot.providers.provider",
        "bot.providers.scheduler_family",
    ),
    "bot.chat.text_spans": ("bot.platform_words",),
    "bot.chat.level_signs": (),
    "bot.chat.message": ("bot.chat.level_signs", "bot.chat.text_spans"),
    "bot.chat.block_budget": ("bot.chat.message", "bot.chat.text_spans", "bot.chat.wording.text"),
    "bot.chat.feature": ("bot.chat.message",),
    "bot.chat.channels": ("bot.chat.feature", "bot.chat.wording"),
    "bot.chat.typed_words": (),
    "bot.chat.option_filling": (*EVERY_FEATURE, "bot.chat.typed_words"),
    "bot.chat.command_line": (*EVERY_FEATURE, *TYPED_COMMANDS),
    "bot.chat.command_completion": (*EVERY_FEATURE, *TYPED_COMMANDS),
    "bot.chat.dispatcher": EVERY_FEATURE,
    "bot.chat.paging": EVERY_FEATURE,
    "bot.chat.recently_removed": EVERY_FEATURE,
    "bot.chat.account_options": EVERY_FEATURE,
    "bot.chat.wording": (
        "bot.accounts",
        "bot.delivery",
        "bot.history",
        "bot.chat.level_signs",
        "bot.chat.message",
        "bot.chat.text_spans",
        "bot.platform_words",
    ),
    "bot.chat.jobs": (*EVERY_FEATURE, "bot.accounts", "bot.polling"),
    "bot.chat.history_sources": ("bot.history",),
    "bot.chat.history": (
        *EVERY_FEATURE,
        "bot.accounts",
        "bot.charts",
        "bot.chat.chart_alt_text",
        "bot.chat.history_sources",
        "bot.history",
    ),
    "bot.chat.report": (
        *EVERY_FEATURE,
        "bot.accounts",
        "bot.alerts",
        "bot.chat.channels",
        "bot.chat.history_sources",
        "bot.history",
        "bot.polling",
        "bot.reports",
    ),
    "bot.chat.account": (*EVERY_FEATURE, "bot.accounts"),
    "bot.chat.help": EVERY_FEATURE,
    "bot.chat.doctor": (
        *EVERY_FEATURE,
        "bot.accounts",
        "bot.health",
        "bot.history",
        "bot.polling",
        "bot.subscriptions",
    ),
    "bot.chat.board": (
        *EVERY_FEATURE,
        "bot.accounts",
        "bot.alerts",
        "bot.boards",
        "bot.chat.channels",
        "bot.subscriptions",
    ),
    "bot.chat.notify": (*EVERY_FEATURE, "bot.alerts", "bot.waitlist"),
    "bot.chat.watch": (*EVERY_FEATURE, "bot.chat.channels", "bot.delivery", "bot.subscriptions"),
    "bot.chat.alert": (*EVERY_FEATURE, "bot.alerts", "bot.chat.capacity", "bot.subscriptions"),
    "bot.chat.mute": (*EVERY_FEATURE, "bot.alerts", "bot.delivery", "bot.subscriptions"),
    "bot.chat.why": (
        *EVERY_FEATURE,
        "bot.alerts",
        "bot.chat.alert",
        "bot.chat.channels",
        "bot.delivery",
        "bot.subscriptions",
    ),
    "bot.chat.account_lookup": (
        "bot.accounts",
        "bot.errors",
        "bot.platform_words",
        "bot.polling",
        "bot.chat.feature",
        "bot.chat.wording",
    ),
    "bot.chat.chart_alt_text": ("bot.charts", "bot.history", "bot.chat.wording.text"),
    "bot.chat.discord": (
        *EVERY_FEATURE,
        "bot.alerts",
        "bot.chat.block_budget",
        "bot.chat.channels",
        "bot.chat.dispatcher",
        "bot.delivery",
        "bot.health.diagnosis",
        "bot.subscriptions.platform",
    ),
    "bot.chat.slack": (
        *EVERY_FEATURE,
        "bot.alerts",
        "bot.chat.block_budget",
        "bot.chat.channels",
        *TYPED_COMMANDS,
        "bot.chat.dispatcher",
        "bot.delivery",
        "bot.subscriptions",
    ),
    "bot.chat.terminal": (
        *EVERY_FEATURE,
        "bot.accounts",
        "bot.alerts",
        "bot.chat.capacity",
        "bot.chat.channels",
        *TYPED_COMMANDS,
        "bot.chat.dispatcher",
        "bot.delivery",
    ),
    "bot.app": ANYTHING,
    "bot.__main__": ANYTHING,
}
"""What a package or module may import of ours, besides what is inside it; what is new in ``bot/chat`` is a feature."""

LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "aiohttp": ("bot.chat.discord", "bot.chat.slack", "bot.health", "bot.providers.useapi_client", "bot.simulation"),
    "aiosqlite": ("bot.storage",),
    "alembic": ("bot.storage",),
    "asyncpg": ("bot.storage",),
    "discord": ("bot.chat.discord", "bot.app.discord_platform"),
    "matplotlib": ("bot.charts",),
    "prometheus_client": ("bot.health",),
    "prompt_toolkit": ("bot.chat.terminal", "bot.app"),
    "pydantic": ("bot.providers", "bot.settings", "bot.storage"),
    "pydantic_core": ("bot.providers", "bot.settings"),
    "pydantic_settings": ("bot.settings",),
    "pythonjsonlogger": ("bot.logs",),
    "rich": ("bot.chat.terminal", "bot.app"),
    "sqlalchemy": ("bot.settings", "bot.storage"),
    "typing_extensions": ANYTHING,
    "msgspec": ("bot.accounts", "bot.chat.slack", "bot.providers"),
    "multidict": ("bot.chat.discord", "bot.chat.slack", "bot.providers.useapi_client"),
    "yarl": ("bot.chat.discord", "bot.chat.slack", "bot.providers.useapi_client"),
}
"""Which of our parts a library may be imported by."""

ONE_PLACE: Mapping[str, tuple[str, ...]] = {
    "aiohttp.ClientSession": (
        "bot.providers.useapi_client",
        "bot.chat.slack.web_api",
        "bot.health",
    ),  # the last asks a monitor, with no token
    "aiohttp.request": ("bot.providers.useapi_client",),
    "os.environ": ("bot.settings",),
    "os.getenv": ("bot.settings",),
    "datetime.now": ("bot.app.clock",),
    "datetime.today": ("bot.app.clock",),
    "datetime.utcnow": ("bot.app.clock",),
    "date.today": ("bot.__main__", "bot.app"),
    "time.time": ("bot.__main__", "bot.app"),
    "time.time_ns": ("bot.__main__", "bot.app"),
    "utils.utcnow": ("bot.__main__", "bot.app"),
}
"""What reaches the provider, the environment or the clock, and who may: the rest are handed what they need."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = {name_of(path): path for path in sorted((ROOT / "bot").rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def part_of(module: str) -> str | None:
    return next((part for part in sorted(OURS, key=len, reverse=True) if within(module, (part,))), None)


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules that are imported, and ``from`` imports with the name: it may be a module, too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def used(tree: ast.AST) -> Iterator[str]:
    """Yield the last two words of each dotted name, and of what is imported by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            yield f"{owner}.{node.attr}"
    yield from (".".join(name.split(".")[-2:]) for name in imported(tree))


def hidden_imports(source: str) -> list[str]:
    """List the imports inside functions whose line does not say what is heavy about them."""
    lines = source.splitlines()
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside = [
        node for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return [lines[node.lineno - 1].strip() for node in inside if "heavy: " not in lines[node.lineno - 1]]


def trespasses(module: str, tree: ast.AST) -> list[str]:
    """List what a module imports or uses that is not its to use."""
    part = part_of(module)
    wrong = []
    for name in imported(tree):
        first = name.partition(".")[0]
        if first == "bot":
            allowed = within(name, (part or module, *OURS.get(part or "", ())))
        else:
            allowed = first in sys.stdlib_module_names or within(module, LIBRARIES.get(first, ()))
        wrong += [] if allowed else [name]
    return wrong + [name for name in used(tree) if not within(module, ONE_PLACE.get(name, ANYTHING))]


def test_every_module_has_its_place_in_the_table() -> None:
    packages = {name for name in FILES if FILES[name].name == "__init__.py"}
    assert [name for name in FILES if part_of(name) is None and name not in packages] == []


def test_no_module_imports_more_than_the_table_allows() -> None:
    wrong = {module: trespasses(module, tree) for module, tree in TREES.items()}
    assert {module: names for module, names in wrong.items() if names} == {}


def test_no_import_hides_in_a_function() -> None:
    hidden = {module: hidden_imports(path.read_text(encoding="utf-8")) for module, path in FILES.items()}
    assert {module: lines for module, lines in hidden.items() if lines} == {}


def test_nothing_imports_itself_through_others() -> None:
    graph = {
        module: {name if name in FILES else name.rpartition(".")[0] for name in imported(tree)}
        & FILES.keys() - {module}
        for module, tree in TREES.items()
    }
    assert set(TopologicalSorter(graph).static_order()) >= FILES.keys()


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("bot.accounts.roster", "from bot.accounts.job import Job\nfrom bot.errors import LookFailed", []),
        ("bot.accounts.roster", "from bot.storage.store import Store", ["bot.storage.store.Store"]),
        ("bot.accounts.roster", "from bot import storage", ["bot.storage"]),
        ("bot.accounts.roster", "import bot.settings.schema", ["bot.settings.schema"]),
        ("bot.accounts.roster", "import discord", ["discord"]),
        ("bot.accounts.roster", "import numpy", ["numpy"]),
        ("bot.accounts.roster", "from . import job", ["..job"]),
        ("bot.accounts.roster", "at = datetime.now(UTC)", ["datetime.now"]),
        ("bot.accounts.roster", "at = datetime.datetime.now(UTC)", ["datetime.now"]),
        ("bot.accounts.roster", "from time import time", ["time.time"]),
        ("bot.chat.capacity.handler", "from bot.history.slot_forecast import SlotForecast", []),
        ("bot.chat.capacity.handler", "from bot.storage.store import Store", ["bot.storage.store.Store"]),
        ("bot.chat.capacity.handler", "from bot.chat.jobs import wording", ["bot.chat.jobs.wording"]),
        ("bot.chat.discord.responses", "from bot.chat.terminal import screen", ["bot.chat.terminal.screen"]),
        ("bot.chat.discord.responses", "aiohttp.ClientSession()", ["aiohttp.ClientSession"]),
        ("bot.chat.discord.responses", "from os import environ", ["os.environ"]),
        ("bot.providers.useapi_client", "import aiohttp\naiohttp.ClientSession()", []),
        ("bot.app.run", "from bot.storage.store import Store\nat = datetime.now(UTC)", ["datetime.now"]),
        ("bot.app.clock", "at = datetime.now(UTC)", []),
        ("bot.app.run", "os.environ['A']", ["os.environ"]),
    ],
)
def test_a_trespass_is_seen(module: str, source: str, wrong: list[str]) -> None:
    assert trespasses(module, ast.parse(source)) == wrong


def test_a_hidden_import_is_seen_unless_it_says_why() -> None:
    assert hidden_imports("def f():\n    import os\n") == ["import os"]
    assert hidden_imports("async def f():\n    import os  # heavy: half a second\n") == []
