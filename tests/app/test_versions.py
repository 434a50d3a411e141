"""What the program says about itself."""

from importlib.metadata import PackageNotFoundError

import pytest

from bot.__main__ import main


def test_a_program_that_is_run_from_a_folder_starts_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unknown(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("bot.app.versions.version", unknown)
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, "capacity-bot not installed\n")
