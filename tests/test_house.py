"""The house's own rules, where ruff and mypy have none."""

import ast
import re
import tokenize
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from tests.rings import ROOT
from tests.rows import each_row
from tests.source_files import BOT, TESTS, Node, nodes_of, text_of, tree_of

ALL = [*BOT, *TESTS]
LONGEST = 300
LONGEST_TEST_NAME = 80
BANNED = {"utils", "helpers", "common", "constants", "core", "services", "manager"}
EXEMPTION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|mypy:|ruff:)", re.IGNORECASE)
TEST = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)
COMMAND = re.compile(r"\bCommand\(\s*name=\"(\w+)")
COMMANDS = sorted({name for path in BOT for name in COMMAND.findall(text_of(path))})
BOUND = re.compile(rf"(?<![\w/])/(?:{'|'.join(COMMANDS)})\b" + r"|\bManage Server\b|\b[Ss]ervers?\b")
"""What reads right on one platform only; ``bot.platforms`` has what stands for it in a sentence."""

ONE_PLATFORM = {ROOT / "bot/chat/discord", ROOT / "bot/chat/slack"}
"""What speaks on one platform only."""
SPEAKING = {"alerts", "boards", "chat", "delivery", "polling", "reports", "subscriptions", "waitlist"}
"""The parts whose sentences any platform may show."""
FEATURES = ROOT / "bot/app/feature_list.py"
DOCSTRING = re.compile(r'r?"""\s*[^\s"]')
MAPPED = re.compile(r"^    (\w+) +\S", re.MULTILINE)
REASONED = re.compile(r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[a-z-]+(, [a-z-]+)*\]) +(- |# )?\S.{3,}")


def offenders(paths: Iterable[Path], offends: Callable[[Path], object]) -> dict[str, object]:
    """Return what is wrong with each file that breaks a rule, by its name."""
    found = {str(path.relative_to(ROOT)): offends(path) for path in paths}
    return {name: wrong for name, wrong in found.items() if wrong}


def lacks_a_docstring(path: Path) -> bool:
    """Return whether a module doesn't say what it is about."""
    return not DOCSTRING.match(text_of(path))  # to parse all modules takes a second


def lines_if_too_long(path: Path) -> int:
    """Return how many lines a file has, 0 if it is short enough to be read."""
    lines = len(text_of(path).splitlines())
    return lines if lines > LONGEST else 0


def empty_names(path: Path) -> set[str]:
    """Return the words in a file's path that say nothing of what is inside."""
    return BANNED & set(path.relative_to(ROOT).with_suffix("").parts)


def unreasoned(path: Path) -> list[str]:
    """Return the comments that silence a check without its code and a reason."""
    text = text_of(path)
    if all(REASONED.match(text, found.start()) for found in EXEMPTION.finditer(text)):
        return []  # nearly always: to tokenize files, to know comments from texts, takes a second
    with tokenize.open(path) as source:
        comments = [
            token.string for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT
        ]
    return [comment for comment in comments if EXEMPTION.search(comment) and not REASONED.search(comment)]


def long_test_names(path: Path) -> list[str]:
    """Return the names of tests that are too long for a sentence."""
    names = TEST.findall(text_of(path))
    return [name for name in names if len(name) > LONGEST_TEST_NAME]


def mapped_but_missing(path: Path) -> set[str]:
    """Return the modules that a package's map (the indented block below ``::``) names and that are not there."""
    _, _, block = (ast.get_docstring(tree_of(path)) or "").partition("\n::\n")
    return set(MAPPED.findall(block)) - {other.stem for other in path.parent.iterdir()}


def platform_bound(path: Path) -> list[str]:
    """Return the texts outside of docstrings that name a command as Discord types it, or what only Discord has."""
    if not BOUND.search(text_of(path)):
        return []  # mostly
    nodes = nodes_of(path)
    docstrings = {id(one.value) for one in nodes.of(ast.Expr)}
    texts = (one.value for one in nodes.of(ast.Constant) if id(one) not in docstrings)
    return [text for text in texts if isinstance(text, str) and BOUND.search(text)]


def unlisted_handlers(path: Path) -> list[str]:
    """Return the handlers of a module that have a feature which nobody is offered."""
    if "def feature" not in text_of(path):
        return []
    classes = [one for one in tree_of(path).body if isinstance(one, ast.ClassDef)]
    handlers = [one.name for one in classes if "feature" in {getattr(each, "name", "") for each in one.body}]
    return [name for name in handlers if f"{name}(" not in text_of(FEATURES)]


def names_of_options(path: Path) -> Iterable[str]:
    """Yield the names of the options that a module describes."""
    for node in nodes_calling("option", path, ast.AnnAssign):
        if (given := keywords_of(node.value, "option")) is not None:
            yield given.get("name") or ast.unparse(node.target)


def refused_options(path: Path) -> set[str]:
    """Return the names of the options that a module's refusals are about, so that a form shows them there."""
    given = (keywords_of(node, "BadInput") or {} for node in nodes_calling("BadInput", path, ast.Call))
    return {each["option"] for each in given if "option" in each}


def actions_of_others(path: Path) -> set[str]:
    """Return the names of a module's actions that don't begin with its feature, which is its folder or itself."""
    feature = (path if path.parent.name == "chat" else path.parent).stem
    names = (
        (keywords_of(node, "Action") or {}).get("name", feature) for node in nodes_calling("Action", path, ast.Call)
    )
    return {name for name in names if name.partition(":")[0] != feature}


def nodes_calling(function: str, path: Path, kind: type[Node]) -> Sequence[Node]:
    """Return the nodes of a kind in a module that calls a function, none of one that does not."""
    return nodes_of(path).of(kind) if f"{function}(" in text_of(path) else ()


def keywords_of(node: ast.AST | None, function: str) -> dict[str, str] | None:
    """Return the texts given by keyword to a function; None if the node doesn't call it."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function):
        return None
    given = {one.arg or "": one.value for one in node.keywords}
    texts = {name: each.value for name, each in given.items() if isinstance(each, ast.Constant)}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def test_every_module_says_what_it_is_about() -> None:
    assert offenders(BOT, lacks_a_docstring) == {}


def test_every_module_is_short_enough_to_be_read() -> None:
    assert offenders(BOT, lines_if_too_long) == {}


def test_every_module_has_a_name_that_says_what_is_inside() -> None:
    assert offenders(BOT, empty_names) == {}


def test_every_module_that_a_packages_map_names_is_there() -> None:
    assert offenders((path for path in BOT if path.name == "__init__.py"), mapped_but_missing) == {}


def test_no_sentence_for_every_platform_has_the_words_of_one() -> None:
    speaking = [path for path in BOT if path.relative_to(ROOT / "bot").parts[0] in SPEAKING]
    assert offenders((path for path in speaking if not ONE_PLATFORM & set(path.parents)), platform_bound) == {}


def test_every_handler_is_in_the_list_of_features() -> None:
    chat = (path for path in BOT if ROOT / "bot/chat" in path.parents)
    assert offenders(chat, unlisted_handlers) == {}, "bot/app/feature_list.py: build_features makes each"


def test_every_action_is_named_after_its_feature() -> None:
    assert offenders((path for path in BOT if ROOT / "bot/chat" in path.parents), actions_of_others) == {}


def test_every_refusal_is_about_an_option_that_there_is() -> None:
    known = {name for path in BOT for name in names_of_options(path)}
    assert {"for", "id", "warn"} <= known
    assert offenders(BOT, lambda path: refused_options(path) - known) == {}


def test_every_exemption_has_a_code_and_a_reason_on_its_line() -> None:
    assert offenders(ALL, unreasoned) == {}


def test_every_test_is_named_by_a_short_sentence() -> None:
    assert offenders(TESTS, long_test_names) == {}


def test_a_file_that_breaks_a_rule_is_named_with_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    good, bad = tmp_path / "good.py", tmp_path / "utils" / "bad.py"
    bad.parent.mkdir()
    name = "test_" + "x" * 76
    good.write_text('"""Add."""\n\ndef test_sums() -> None: ...\n')
    bad.write_text(f"x = 1  # noqa\n\n\nasync def {name}() -> None: ...\n" + "\n" * 297)
    wrong = {
        lacks_a_docstring: True,
        lines_if_too_long: 301,
        empty_names: {"utils"},
        unreasoned: ["# noqa"],
        long_test_names: [name],
    }
    for rule, said in wrong.items():
        assert offenders([good, bad], rule) == {"utils/bad.py": said}


def test_the_words_of_one_platform_are_found_outside_of_docstrings(tmp_path: Path) -> None:
    file = tmp_path / "said.py"
    file.write_text(
        '"""Answers ``/why``."""\n\nA = f"{1} /watch list shows all"\nB = "of this server"\nC = "https://a/why"\n'
    )
    assert set(platform_bound(file)) == {" /watch list shows all", "of this server"}


def test_a_map_is_held_against_what_is_there(tmp_path: Path) -> None:
    package = tmp_path / "__init__.py"
    package.write_text('"""All.\n\n::\n\n    here      words\n    moved_on  words\n"""\n')
    (tmp_path / "here.py").touch()
    assert mapped_but_missing(package) == {"moved_on"}


@each_row(
    ("line", "reasoned"),
    [
        ("x = 1  # noqa", False),
        ("x = 1  # noqa: E501", False),
        ("x = 1  # noqa: E501 - a URL", True),
        ("x = 1  # noqa: E501, S105 - a URL", True),
        ("x = 1  # type: ignore", False),
        ("x = 1  # type: ignore[misc]", False),
        ("x = 1  # type: ignore[misc] # that it fails is the point", True),
        ("# ruff: noqa: E501 - everywhere", False),
        ("# mypy: ignore-errors", False),
    ],
)
def test_what_counts_as_a_reason(line: str, *, reasoned: bool) -> None:
    assert EXEMPTION.search(line)
    assert bool(REASONED.search(line)) == reasoned


def test_ci_runs_the_readmes_test_command() -> None:
    (command,) = re.findall(r"^python3 -m venv .*$", (ROOT / ".ci/run").read_text(encoding="utf-8"), re.MULTILINE)
    assert command in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
