"""The counting of what edits made of messages."""

from collections.abc import Sequence

import pytest

from tests.chaos.model import Count, Look, News, Post, Told, What
from tests.chaos.revisions import check_edited, check_endings, check_pace
from tests.moments import NOON, after

FULL, FREED, FAILED, RETURNED = What.FULL, What.FREED, What.FAILED, What.RETURNED
A_FULL, A_FREED = News(account="a", what=FULL), News(account="a", what=FREED)
B_FULL, B_FREED = News(account="b", what=FULL), News(account="b", what=FREED)
A_OVER, A_BOTH = News(account="a", what=FULL, over=True), News(account="a", what=FREED, was_full=True)
DOWN, UP, DOWN_OVER = News(what=FAILED), News(what=RETURNED), News(what=FAILED, over=True)


def told(*versions: Sequence[News], edited: Sequence[float] = (), channel: int = 1) -> Told:
    """Send this in one message."""
    posts = ((Post(channel=channel, provider="kling", look_at=NOON, at=NOON, news=tuple(news)),) for news in versions)
    return Told(versions=tuple(posts), edited=tuple(after(seconds=second) for second in edited))


def look(*, answered: bool = True, **showed: What) -> Look:
    """Look at Kling."""
    return Look(provider="kling", life=1, at=NOON, showed=showed, answered=answered)


@pytest.mark.parametrize(
    ("edited", "soon"), [([], 0), ([1], 0), ([1, 6], 0), ([1, 5.9], 1), ([1, 2, 3], 2), ([1, 6, 10.9, 16], 1)]
)
def test_edits_less_than_five_seconds_after_the_one_before_are_too_soon(edited: list[float], soon: int) -> None:
    count = Count()
    check_pace([told([A_FULL], edited=edited), told([A_FULL], edited=[0])], count)
    assert (count.edits, len(count.too_soon)) == (len(edited) + 1, soon)


@pytest.mark.parametrize(
    ("looks", "messages", "unclosed"),
    [
        ([look(a=FULL)], [told([A_FULL])], 0),
        ([look(a=FREED)], [told([A_FULL])], 1),
        ([look(a=FREED)], [told([A_FULL], [A_OVER]), told([A_FREED])], 0),
        ([look(a=FREED)], [told([A_FULL], [A_FREED])], 0),
        ([look(a=FULL)], [told([A_FULL]), told([A_FREED]), told([A_FULL])], 1),
        ([look(a=FULL)], [told([A_OVER]), told([A_FREED]), told([A_FULL])], 0),
        ([look(a=FULL)], [told([A_FULL]), told([A_FULL])], 1),
        ([look(a=FULL)], [told([A_FULL]), told([A_FULL], channel=2)], 0),
        ([look(a=FULL), look(a=FREED), look(b=FULL)], [told([A_FULL, B_FULL])], 1),
        ([look(answered=False), look()], [told([DOWN])], 1),
        ([look(answered=False), look()], [told([DOWN], [DOWN_OVER]), told([UP])], 0),
        ([look(), look(answered=False)], [told([DOWN])], 0),
    ],
)
def test_a_message_that_claims_what_is_not_so_is_not_closed(
    looks: list[Look], messages: list[Told], unclosed: int
) -> None:
    count = Count()
    check_endings(looks, messages, count)
    assert len(count.unclosed) == unclosed


@pytest.mark.parametrize(
    ("due", "messages", "wrong"),
    [
        ([], [], (0, 0, 0)),
        ([FULL], [told([A_FULL])], (0, 0, 0)),
        ([FULL, FREED], [told([A_FULL], [A_FREED])], (0, 0, 0)),
        ([FULL, FREED], [told([A_FULL], [A_BOTH], [A_BOTH])], (0, 0, 0)),
        ([FULL, FREED], [told([A_BOTH])], (0, 0, 0)),
        ([FULL, FREED, FULL, FREED], [told([A_FULL], [A_BOTH]), told([A_BOTH])], (0, 0, 0)),
        ([FULL, FREED, FULL], [told([A_FULL], [A_OVER]), told([A_FULL])], (0, 0, 0)),
        ([FULL, FREED, FULL], [told([A_OVER]), told([A_FULL])], (0, 0, 0)),
        ([FULL, FREED], [told([A_FULL], [A_BOTH], [A_OVER])], (0, 0, 0)),
        ([FULL], [told([A_OVER])], (0, 1, 0)),
        ([FULL, FREED, FULL], [told([A_FULL], []), told([A_FULL])], (1, 0, 0)),
        ([FULL, FREED], [told([A_FULL], [])], (1, 0, 0)),
        ([FULL, FREED, FULL], [told([A_FULL]), told([A_FULL])], (1, 0, 0)),
        ([FULL, FREED], [told([A_FREED])], (1, 0, 0)),
        ([FULL, FREED], [told([A_FULL])], (1, 0, 0)),
        ([FULL, FREED, FULL], [told([A_FULL], [A_BOTH])], (1, 0, 0)),
        ([FULL], [told([A_FULL]), told([A_FULL])], (0, 1, 0)),
        ([FULL], [told([A_FULL], [A_BOTH])], (0, 1, 0)),
        ([], [told([A_BOTH])], (0, 1, 0)),
        ([FULL, FREED], [told([A_FREED], [A_FULL])], (0, 0, 1)),
        ([FULL, FREED], [told([UP]), told([A_FULL], [A_BOTH])], (0, 0, 0)),
    ],
)
def test_a_channel_told_by_edits_hears_each_change_once_in_order(
    due: list[What], messages: list[Told], wrong: tuple[int, int, int]
) -> None:
    count = Count()
    check_edited({("kling", "a"): due}, messages, count)
    assert (len(count.lost), len(count.invented), len(count.out_of_order)) == wrong
    assert count.due_by_edits == len(due)


def test_two_accounts_of_one_message_end_on_their_own() -> None:
    count = Count()
    messages = [told([A_FULL, B_FULL], [A_BOTH, B_FULL], [A_BOTH, B_FREED]), told([A_FULL])]
    check_edited({("kling", "a"): [FULL, FREED, FULL], ("kling", "b"): [FULL, FREED]}, messages, count)
    assert not count.lost + count.invented + count.out_of_order
    assert count.told_by_edits == 5
