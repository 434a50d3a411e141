"""Alerts become rows and alerts again."""

import json
from dataclasses import replace

from hypothesis import given

from bot.alerts.alert import Alert, Drill
from bot.storage import alert_rows
from tests import strategies
from tests.moments import NOON
from tests.rows import each_row
from tests.storage.records import MUTED, alert


@given(strategies.alerts)
def test_every_alert_is_read_as_it_was_written_from_text_that_any_database_takes(owed: Alert) -> None:
    body = alert_rows.alert_body(owed)
    assert body.isascii()
    assert body.isprintable()
    assert alert_rows.read_alert(body) == owed


def test_fields_of_a_later_version_are_left_out_when_an_alert_is_read() -> None:
    later = json.loads(alert_rows.alert_body(alert())) | {"colour": "red"}
    later["content"]["parts"][0]["news"][0] |= {"weather": "fine"}
    assert alert_rows.read_alert(json.dumps(later)) == alert()


@each_row("body", ["", "{}", "[]", "null", "not JSON", alert_rows.alert_body(alert()).replace('"full"', '"melted"')])
def test_what_is_no_alert_is_nothing(body: str) -> None:
    assert alert_rows.read_alert(body) is None


def test_what_is_withheld_is_settled_from_the_start() -> None:
    owed, kept = alert_rows.alert_row(alert(), NOON), alert_rows.alert_row(alert(), NOON, MUTED)
    assert (owed["given_up_at"], owed["withheld"]) == (None, None)
    assert (kept["given_up_at"], kept["withheld"]) == (
        NOON,
        json.dumps({"why": "muted", "until": "2026-05-15T13:00:00Z", "by": 2**62}),
    )


def test_rows_with_and_without_a_reason_to_be_withheld_are_alike() -> None:
    """They are inserted by one statement."""
    rows = [alert_rows.alert_row(alert(), NOON), alert_rows.alert_row(replace(alert(), content=Drill()), NOON, MUTED)]
    assert rows[0].keys() == rows[1].keys()
