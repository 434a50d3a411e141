"""The options of ``/watch add`` and ``/watch edit``: stated once, described as they act in each, left out nowhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.chat.command_options import Option, OptionKind, options_of
from bot.chat.watch.watch_options import CHOICES, DEFAULTS, EMPTIED, AddOptions, EditOptions, TermOptions, present_terms
from bot.chat.watch.watch_status import WatchStatus
from bot.chat.watch.wording import watch_line
from bot.storage import tables
from bot.subscriptions.watch import Watch
from tests.chat.two_providers import TwoProviders
from tests.moments import NOON
from tests.rings import ROOT

WATCH = Watch(id=1, guild=5, channel=7, role=9)
SUBJECT = {"id", "guild", "channel", "provider", "account", "role"}
"""The fields of a watch that are not terms."""

TYPED: Mapping[str, str] = {"ignore_shorter_than": "2m", "quiet": "22:00-08:00 UTC"}
"""What may be typed for a term that is read."""


def by_name(kind: type) -> dict[str, Option]:
    return {one.name: one for one in options_of(kind)}


TERMS = list(by_name(TermOptions))


def given(term: Option) -> Iterable[Any]:
    """Yield values for a term, of which at least one is not the default's."""
    if term.name in CHOICES:
        return [choice.value for choice in CHOICES[term.name]]
    if term.kind is OptionKind.NUMBER:
        return [2]
    if term.kind is OptionKind.FLAG:
        return [True, False]
    assert term.name in TYPED, f"tests/chat/watch/test_watch_options.py: TYPED needs a text for {term.name}"
    return [TYPED[term.name]]


@pytest.fixture(scope="module")
def changed() -> dict[str, list[Watch]]:
    """Return what each term makes of a watch that has no terms yet."""
    lookup = TwoProviders(lambda: NOON).lookup
    terms = (term for term in options_of(TermOptions) if term.name not in {"channel", "role"})
    return {
        term.name: [TermOptions(**{term.field: value}).applied_to(WATCH, lookup) for value in given(term)]
        for term in terms
    }


def test_each_option_changes_what_a_watch_is(changed: dict[str, list[Watch]]) -> None:
    unread = [name for name, watches in changed.items() if set(watches) == {WATCH}]
    assert unread == [], "bot/chat/watch/watch_options.py: TermOptions.applied_to reads them into the watch"


def test_each_term_of_a_watch_can_be_asked_for(changed: dict[str, list[Watch]]) -> None:
    made = [watch for watches in changed.values() for watch in watches]
    fixed = {one.name for one in fields(Watch) if all(getattr(it, one.name) == getattr(WATCH, one.name) for it in made)}
    assert fixed == SUBJECT, "bot/chat/watch/watch_options.py: TermOptions has no option for a field of Watch"


def test_each_option_is_said_where_it_differs_from_the_usual(changed: dict[str, list[Watch]]) -> None:
    usual = watch_line(WatchStatus(watch=WATCH, subject=""))
    unsaid = {
        name: watches
        for name, watches in changed.items()
        if any(one != WATCH and watch_line(WatchStatus(watch=one, subject="")) == usual for one in watches)
    }
    assert unsaid == {}, "bot/chat/watch/wording.py: watch_line says what differs from the usual"


def test_the_form_of_a_watch_shows_each_option_and_can_empty_it() -> None:
    file = "bot/chat/watch/watch_options.py"
    present = present_terms(replace(WATCH, role=None))
    assert set(present) == set(TERMS), f"{file}: present_terms shows each option of TermOptions"
    assert {name for name, value in present.items() if value is None} == set(EMPTIED), f"{file}: EMPTIED ends each"
    assert {name: present[name] for name in CHOICES} == DEFAULTS, f"{file}: DEFAULTS has a choice of each"


def test_each_field_of_a_watch_has_a_column() -> None:
    lacking = {one.name for one in fields(Watch)} - {column.name for column in tables.watch.c}
    assert lacking == set(), "bot/storage/tables.py: a column of watch for each, and a migration that adds it"


def test_each_term_is_explained_to_those_who_set_it() -> None:
    section = (
        (ROOT / "docs/commands.md").read_text(encoding="utf-8").partition("\n## Watches\n")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    explained = {"channel", "role", *rows}
    assert explained == set(TERMS), "docs/commands.md: the table of Watches has a row for each option from tell on"


def test_what_is_watched_comes_first_and_all_terms_may_be_left_out() -> None:
    add, edit = by_name(AddOptions), by_name(EditOptions)
    assert list(add) == ["provider", "account", *TERMS]
    assert list(edit) == ["watch", *TERMS, "no_role", "no_warn"]
    assert [one.name for one in (*add.values(), *edit.values()) if one.required] == ["provider", "watch"]
    assert {add[name].default for name in TERMS} == {edit[name].default for name in TERMS} == {None}


def test_terms_are_described_alike_but_for_what_only_one_command_does() -> None:
    add, edit = by_name(AddOptions), by_name(EditOptions)
    assert {name: (add[name].description, edit[name].description) for name in TERMS if add[name] != edit[name]} == {
        "channel": ("Where alerts go; leave it out for this channel", "Where alerts go"),
        "ignore_shorter_than": (
            "Ignore anything shorter than this, such as 2m",
            "Ignore anything shorter than this, such as 2m; 0 to post at once",
        ),
        "quiet": (
            "Post nothing at these hours, such as 22:00-08:00 Europe/Berlin",
            "Post nothing at these hours, such as 22:00-08:00 Europe/Berlin; or off",
        ),
    }
