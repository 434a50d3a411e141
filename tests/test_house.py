"""The house's own rules, where ruff and mypy have none."""

import ast
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOT = sorted((ROOT / "bot").rglob("*.py"))
ALL = [*BOT, *sorted((ROOT / "tests").rglob("*.py"))]
LONGEST = 300
BANNED = {"utils", "helpers", "common", "constants", "core", "services", "manager"}
EXEMPTION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|mypy:|ruff:)", re.IGNORECASE)
REASONED = re.compile(r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[a-z-]+(, [a-z-]+)*\]) +(- |# )?\S.{3,}")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", BOT, ids=named)
def test_a_file_says_what_it_is_about(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", BOT, ids=named)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", BOT, ids=named)
def test_a_name_says_what_is_inside(path: Path) -> None:
    assert BANNED.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", ALL, ids=named)
def test_an_exemption_has_a_code_and_a_reason_on_its_line(path: Path) -> None:
    with tokenize.open(path) as source:
        comments = [
            token.string for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT
        ]
    assert [comment for comment in comments if EXEMPTION.search(comment) and not REASONED.search(comment)] == []


@pytest.mark.parametrize(
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
