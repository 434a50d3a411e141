"""Who is on the roster, and what is remembered of them."""

from datetime import timedelta

import pytest

from bot.capacity.answer import Answer, Listed, Row
from bot.capacity.job import Job, Kind
from bot.capacity.known import Known, State, recall
from tests.moments import NOON, after

JOB = Job(id="1", account="a", kind=Kind.VIDEO)


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        (Answer(rows=(Row(account="a"),)), None),
        (Answer(jobs=(JOB,)), None),
        (Answer(), (Listed(account="a"),)),
    ],
    ids=["a row", "a running job", "the accounts endpoint"],
)
def test_whoever_is_named_joins_the_roster(answer: Answer, listed: tuple[Listed, ...] | None) -> None:
    assert recall({}, answer, listed, NOON) == {"a": Known(account="a", named_at=NOON)}


def test_a_job_of_nobody_names_nobody() -> None:
    assert recall({}, Answer(jobs=(Job(id="1", account=None, kind=Kind.VIDEO),)), None, NOON) == {}


@pytest.mark.parametrize(
    ("unnamed_for", "stays"),
    [
        (timedelta(), True),
        (timedelta(hours=23, minutes=59, seconds=59), True),
        (timedelta(hours=24), False),
        (timedelta(days=3), False),
    ],
)
def test_an_account_named_nowhere_for_24_hours_leaves(unnamed_for: timedelta, stays: bool) -> None:  # noqa: FBT001 - a column of the table
    known = {"a": Known(account="a", named_at=NOON)}

    assert ("a" in recall(known, Answer(), None, NOON + unnamed_for)) is stays


def test_being_named_renews_the_stay_and_keeps_what_was_settled() -> None:
    was = Known(account="a", named_at=NOON, limit=3, settled=State.FULL, since=NOON, since_witnessed=True)

    now = recall({"a": was}, Answer(jobs=(JOB,)), None, after(hours=20))["a"]

    assert now == Known(
        account="a", named_at=after(hours=20), limit=3, settled=State.FULL, since=NOON, since_witnessed=True
    )


def test_the_newest_limit_counts_and_the_schedulers_own_most() -> None:
    known = {"a": Known(account="a", named_at=NOON, limit=1)}

    assert recall(known, Answer(), (Listed(account="a", limit=2),), NOON)["a"].limit == 2
    assert recall(known, Answer(rows=(Row(account="a"),)), None, NOON)["a"].limit == 1
    both = recall(known, Answer(rows=(Row(account="a", limit=3),)), (Listed(account="a", limit=2),), NOON)
    assert both["a"].limit == 3


def test_only_the_accounts_endpoint_decides_about_faults() -> None:
    faulted = recall({}, Answer(), (Listed(account="a", fault="signed out"),), NOON)
    assert faulted["a"].fault == "signed out"

    unread = recall(faulted, Answer(rows=(Row(account="a", available=3),)), None, NOON)
    assert unread["a"].fault == "signed out"

    mended = recall(unread, Answer(), (Listed(account="a"),), NOON)
    assert mended["a"].fault is None

    gone_from_the_list = recall(faulted, Answer(), (), NOON)
    assert gone_from_the_list["a"].fault is None


def test_what_was_known_is_not_changed_in_place() -> None:
    known: dict[str, Known] = {}

    recall(known, Answer(jobs=(JOB,)), None, NOON)

    assert known == {}
