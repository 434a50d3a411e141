"""What GitHub runs: the README's test command, on the Pythons that the package says it supports."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def test_it_runs_the_gate_with_and_without_postgresql_on_three_pythons() -> None:
    job = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["gate"]
    assert job["strategy"]["matrix"] == {"python": ["3.11", "3.12", "3.13"], "postgres": [False, True]}
    assert [step["run"] for step in job["steps"] if step.get("name") == "Gate"] == ["bash .ci/run"]


def test_hooks_before_a_commit_are_the_gates_own_steps() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert [hook["entry"].removeprefix("python -m ") for hook in hooks] == [
        "ruff format --check",
        "ruff check",
        "mypy",
        "tests fast",
    ]
