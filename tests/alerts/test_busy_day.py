"""How often a busy day makes phones ring: what the documents say of it is what the program prints."""

from datetime import timedelta
from pathlib import Path

from tests.busy_day import USUAL, noise, table, times_full

DOCUMENT = Path(__file__).parents[2] / "docs/alerts.md"


def test_the_day_is_busy() -> None:
    spans = times_full()

    assert len(spans) == 24
    assert sum(span >= timedelta(minutes=5) for span in spans) == 11


def test_a_busy_day_pings_and_sounds_no_more_often_than_the_documents_say() -> None:
    heard = noise()[USUAL.channel]

    assert 1 <= heard.pings <= 15
    assert heard.pings < heard.sounds <= 50
    assert table() in DOCUMENT.read_text(encoding="utf-8")
