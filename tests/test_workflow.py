"""What GitHub runs: the README's test command on the Pythons that the package supports; at night what takes longer."""

import runpy
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
NIGHTLY = ROOT / ".github" / "workflows" / "nightly.yml"


def test_it_runs_the_gate_with_and_without_postgresql_on_three_pythons() -> None:
    job = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["gate"]
    assert job["strategy"]["matrix"] == {"python": ["3.11", "3.12", "3.13"], "postgres": [False, True]}
    gate = job["steps"][-1]
    assert gate["run"] == "bash .ci/run"
    assert gate["env"] == {"DATABASES": "${{ matrix.postgres && 'both' || '' }}"}


def test_it_runs_the_tests_on_the_lowest_versions_that_are_declared(capsys: pytest.CaptureFixture[str]) -> None:
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["lowest"]["steps"]
    said = " && ".join(step.get("run", "") for step in steps)
    assert "python .ci/lowest > lowest.txt && pip install -q -c lowest.txt -e '.[test]'" in said
    assert "python -m pytest" in said
    assert steps[-1]["env"] == {"DATABASES": "both"}

    runpy.run_path(str(ROOT / ".ci" / "lowest"), run_name="__main__")
    pinned = dict(line.split("==") for line in capsys.readouterr().out.splitlines())
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert len(pinned) == len(declared) + 1
    assert (pinned["SQLAlchemy"], pinned["python-json-logger"], pinned["asyncpg"]) == ("2.1", "4", "0.30")


def test_what_takes_too_long_for_a_push_runs_nightly_and_faults_weekly() -> None:
    workflow = yaml.safe_load(NIGHTLY.read_text(encoding="utf-8"))
    nightly, weekly = (one["cron"] for one in workflow[True]["schedule"])  # YAML 1.1 takes "on" for true
    assert (nightly.split()[2:], weekly.split()[2:]) == (["*"] * 3, ["*", "*", "0"])
    jobs = workflow["jobs"]
    last = {name: job["steps"][-1] for name, job in jobs.items()}
    assert {name: step["run"] for name, step in last.items()} == {
        "tools": "python -m tests tools",
        "properties": "python -m pytest -q -n 4 -m hypothesis --timeout 3600",
        "faults": "python -m tests.mutations",
    }
    assert last["tools"]["env"] == {"DATABASES": "both"}
    assert last["properties"]["env"] == {"DATABASES": "both", "HYPOTHESIS_PROFILE": "thorough"}
    assert [name for name, job in jobs.items() if f"github.event.schedule == '{weekly}'" in job["if"]] == ["faults"]
    assert [name for name, job in jobs.items() if f"github.event.schedule != '{weekly}'" in job["if"]] == [
        "tools",
        "properties",
    ]


def test_hooks_before_a_commit_are_the_gates_own_steps() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert [hook["entry"].removeprefix("python -m ") for hook in hooks] == [
        "ruff format --check",
        "ruff check",
        "mypy",
        "tests fast",
    ]
