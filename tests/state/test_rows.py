"""Records become rows and records again; only rows that differ are written."""

import json
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.alert import Alert, News, Outage, Room, What
from bot.capacity.known import Known, State
from bot.state import rows
from bot.state.rows import NAMED_AT_LAG, Difference
from tests.moments import NOON
from tests.state.records import FULL, alert


def _joined(text: str) -> str:
    """Make one character of two surrogates that are a pair, as JSON does."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


_texts = st.text(st.characters(exclude_categories=()), max_size=20).map(_joined)
_moments = st.datetimes(timezones=st.just(UTC))
_alerts = st.builds(
    Alert,
    key=_texts,
    channel=st.integers(),
    roles=st.lists(st.integers()).map(tuple),
    provider=_texts,
    at=_moments,
    news=st.lists(
        st.builds(
            News,
            account=_texts,
            what=st.sampled_from(What),
            in_use=st.integers(),
            limit=st.none() | st.integers(),
            inferred=st.booleans(),
            lasted=st.none() | st.timedeltas(min_value=timedelta()),
            lasted_witnessed=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    room=st.lists(st.builds(Room, account=_texts, free=st.integers()), max_size=2).map(tuple),
    outage=st.none()
    | st.builds(
        Outage,
        over=st.booleans(),
        sentence=st.none() | _texts,
        since=st.none() | _moments,
        lasted=st.none() | st.timedeltas(min_value=timedelta()),
    ),
)


def _body(owed: Alert) -> str:
    return str(rows.alert_row(owed, NOON)["body"])


@given(_alerts)
def test_every_alert_is_read_as_it_was_written_from_text_that_any_database_takes(owed: Alert) -> None:
    body = _body(owed)
    assert body.isascii()
    assert body.isprintable()
    assert rows.alert(body) == owed


def test_fields_of_a_later_version_are_left_out_when_an_alert_is_read() -> None:
    later = json.loads(_body(alert())) | {"colour": "red"}
    later["news"][0] |= {"flapping": True}
    assert rows.alert(json.dumps(later)) == alert()


@pytest.mark.parametrize("body", ["", "{}", "[]", "null", "not JSON", _body(alert()).replace('"full"', '"melted"')])
def test_what_is_no_alert_is_a_value_error(body: str) -> None:
    with pytest.raises(ValueError, match=r"valid|Expecting|required"):
        rows.alert(body)


def _row(known: Known) -> dict[str, object]:
    return rows.account_row("minimax", known)


_KEY = rows.account_key(FULL.account)


@pytest.mark.parametrize(
    "now",
    [
        FULL,
        replace(FULL, named_at=FULL.named_at + NAMED_AT_LAG),
        replace(FULL, named_at=FULL.named_at - NAMED_AT_LAG),
    ],
)
def test_nothing_is_written_for_an_account_that_was_merely_named_again(now: Known) -> None:
    assert rows.compare_accounts([_row(FULL)], [_row(now)]) == Difference(outdated=(), fresh=())


@pytest.mark.parametrize(
    "now",
    [
        replace(FULL, named_at=FULL.named_at + NAMED_AT_LAG + timedelta(microseconds=1)),
        replace(FULL, named_at=FULL.named_at - NAMED_AT_LAG - timedelta(microseconds=1)),
        replace(FULL, limit=None),
        replace(FULL, fault=None),
        replace(FULL, settled=State.FREE),
        replace(FULL, since=None),
        replace(FULL, since_witnessed=False),
    ],
)
def test_an_account_that_differs_is_written_anew(now: Known) -> None:
    assert rows.compare_accounts([_row(FULL)], [_row(now)]) == Difference(outdated=(_KEY,), fresh=(_row(now),))


def test_an_account_that_came_is_written_and_one_that_went_is_deleted() -> None:
    assert rows.compare_accounts([], [_row(FULL)]) == Difference(outdated=(), fresh=(_row(FULL),))
    assert rows.compare_accounts([_row(FULL)], []) == Difference(outdated=(_KEY,), fresh=())


def test_when_an_account_was_named_stays_as_stored_until_it_has_moved_far_enough() -> None:
    now = replace(FULL, named_at=FULL.named_at + NAMED_AT_LAG, fault=None)
    (written,) = rows.compare_accounts([_row(FULL)], [_row(now)]).fresh
    assert written == _row(replace(FULL, fault=None))
