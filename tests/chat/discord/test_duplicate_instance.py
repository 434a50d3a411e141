"""Another program with the same token, noticed by the answers that it gives first."""

import pytest

from bot.chat.discord.duplicate_instance import DuplicateInstance

SAID = "Another program has answered with this DISCORD_TOKEN"


def test_it_is_logged_once_per_hour_and_found_after_more_than_a_hand_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = 50.0
    second = DuplicateInstance(lambda: at)
    assert not second.is_there()
    story = (
        # seconds, answered there, found, logged so far
        (100, True, False, 1),
        (130, True, False, 1),  # as in a hand-over
        (160, True, True, 1),
        (3_700, True, True, 2),
        (7_299, False, True, 2),
        (7_300, False, False, 2),
        (9_000, True, False, 3),
    )
    for at, answered, found, logged in story:
        if answered:
            second.note_answer()
        assert (second.is_there(), caplog.text.count(SAID)) == (found, logged), at
