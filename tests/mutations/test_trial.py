"""Trying a fault, in a checkout of one function and one test."""

from pathlib import Path

import pytest

from tests.mutations.fault import Fault
from tests.mutations.trial import Verdict, copy_checkout, try_fault

TEST = "tests/test_sums.py::test_it_adds"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    for folder in ("bot", "tests"):
        (source / folder).mkdir(parents=True)
        (source / folder / "__init__.py").touch()
    (source / "bot/sums.py").write_text("def add(a: int, b: int) -> int:\n    return a + b\n")
    (source / "tests/test_sums.py").write_text(
        "from bot.sums import add\n\n\ndef test_it_adds():\n    assert add(2, 2) == 4\n"
    )
    return copy_checkout(source, tmp_path / "copy")


@pytest.mark.parametrize(
    ("old", "new", "test", "verdict"),
    [
        ("a + b", "a - b", TEST, Verdict.KILLED),
        ("a + b", "a * b", TEST, Verdict.SURVIVED),
        ("a + b", "a - b", "tests/test_sums.py::test_it_is_gone", Verdict.NOT_TRIED),
        ("def add", "def plus", TEST, Verdict.NOT_TRIED),
        ("a / b", "a - b", TEST, Verdict.NOT_TRIED),
    ],
)
def test_a_fault_is_killed_where_its_test_fails(
    checkout: Path, old: str, new: str, test: str, verdict: Verdict
) -> None:
    before = (checkout / "bot/sums.py").read_text()
    fault = Fault(what="it does not add", file="bot/sums.py", old=old, new=new, tests=(test,))
    assert try_fault(fault, checkout) is verdict
    assert (checkout / "bot/sums.py").read_text() == before
