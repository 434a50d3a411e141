"""Time that does not pass: every moment of these tests is made up."""

from datetime import timedelta

import pytest


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without pauses."""
    monkeypatch.setattr("bot.delivery.retry.LONGEST_PAUSE", timedelta())
    monkeypatch.setattr("bot.delivery.message_editor.EDIT_EVERY", timedelta())
