"""When the demo ends by itself."""

import pytest

from bot.app.demo import UNATTENDED, ends_after


@pytest.mark.parametrize(
    ("seconds", "attended", "end"),
    [(None, True, None), (None, False, UNATTENDED), (5.0, True, 5.0), (5.0, False, 5.0)],
)
def test_without_a_keyboard_it_ends_by_itself(seconds: float | None, end: float | None, *, attended: bool) -> None:
    assert ends_after(seconds, attended=attended) == end
