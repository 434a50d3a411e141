"""Secrets stay out: bodies full of them, at every key known to hold one and at any other, show none anywhere."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.roster import update_roster
from bot.accounts.snapshot import LatestState, Snapshot
from bot.app.check import as_object
from bot.app.feature_list import provider_words
from bot.chat.capacity.wording import capacity_page
from bot.chat.message import Message
from bot.chat.wording.account_names import AccountNames
from bot.errors import NotUnderstood
from bot.providers.catalogue import CATALOGUE
from bot.providers.provider import Provider
from bot.storage.provider_rows import account_row
from tests.chat.drawn import drawn
from tests.providers.families import ANSWERED, each_provider, recorded_accounts, recorded_jobs
from tests.providers.shown import everything_shown

NAMES = AccountNames(show_full=True)

KNOWN = (
    *(
        "token",
        "access_token",
        "refresh_token",
        "session_id",
        "password",
        "cookies",
        "accountCookies",
        "sessionCookies",
    ),
    *("sessionCookie", "requestParams", "discord", "jwt", "session", "replyUrl", "submitId", "vidsDocId"),
    *("artifact", "project", "user_id", "server", "callback", "apiKey", "webhook", "luma_token", "userId"),
)
"""Keys that hold secrets, or what is nobody's business, on some page."""

SECRET = "hush7Hush7"
FORMS: tuple[Any, ...] = (SECRET, [SECRET], {"value": SECRET, "deep": [{"token": SECRET}]}, {SECRET: 1})
"""A secret as text, in a list, in an object, and as a key."""


def stuffed(body: Any, form: object) -> Any:  # noqa: ANN401 - JSON
    """Put secrets into every object of a body, beside what it holds, at every known and at some unknown key."""
    if isinstance(body, list):
        return [stuffed(row, form) for row in body]
    if not isinstance(body, dict):
        return body
    inside = {key: stuffed(value, form) for key, value in body.items()}
    return dict.fromkeys((*KNOWN, "x-unknown", "zz"), form) | inside


def without_maps_of_accounts(body: Any, form: object) -> Any:  # noqa: ANN401 - JSON
    """As ``stuffed``, but only within the entries of a map: what stands beside them would be taken for an account."""
    return {key: stuffed(value, form) for key, value in body.items()} if isinstance(body, dict) else stuffed(body, form)


def shown(provider: Provider, jobs: bytes, accounts: bytes | None) -> str:
    """Return all that anybody or anything is ever shown of two answers: messages, JSON, rows, reprs, failures."""
    said: list[object] = []
    configured = None
    try:
        configured = None if accounts is None else provider.parse_accounts(accounts)
    except NotUnderstood as failure:
        said += everything_shown(failure)
    try:
        answer = provider.parse_answer(jobs, ANSWERED)
    except NotUnderstood as failure:
        return "\n".join(map(str, [*said, failure, failure.sentence]))
    roster = update_roster({}, answer, configured, ANSWERED)
    snapshot = take_snapshot(provider.name, answer, roster, ANSWERED)
    rows = [account_row(provider.name, entry) for entry in roster.values()]
    return "\n".join(map(str, [*said, configured, roster, snapshot, rows, _json(snapshot), _message(snapshot)]))


def _json(snapshot: Snapshot) -> str:
    return json.dumps(as_object(snapshot, NAMES))


def _message(snapshot: Snapshot) -> str:
    words = provider_words()[snapshot.provider]
    return drawn(Message(cards=(capacity_page(words, LatestState(snapshot=snapshot), now=ANSWERED, names=NAMES).card,)))


@each_provider
def test_no_secret_comes_out_of_a_body_that_is_full_of_them(
    provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, recorded = json.loads(recorded_jobs(provider.name)), recorded_accounts(provider.name)
    for form in FORMS:
        spoilt = without_maps_of_accounts(jobs, form) if provider.name == "flowmusic" else stuffed(jobs, form)
        accounts = (
            None if recorded is None else json.dumps(without_maps_of_accounts(json.loads(recorded), form)).encode()
        )
        with caplog.at_level(logging.DEBUG):
            text = shown(provider, json.dumps(spoilt).encode(), accounts)
        # In a map of accounts a key is the name of one: only there it may be shown.
        assert SECRET not in (text.replace(f"'{SECRET}'", "") if form == FORMS[3] else text), form
        assert "secret-callback" not in text
        assert "example.com/callback" not in text
        assert caplog.records == []


@each_provider
def test_an_error_or_a_health_that_quotes_a_secret_of_its_entry_is_shown_without_it(provider: Provider) -> None:
    recorded = recorded_accounts(provider.name)
    if recorded is None:
        return
    entries = {name: {**one, "error": None} for name, one in json.loads(recorded).items()}
    for said in ("error", "health"):
        for key in KNOWN:
            entry = {name: {**one, key: SECRET, said: f"refused {SECRET}!"} for name, one in entries.items()}
            configured = provider.parse_accounts(json.dumps(entry).encode())
            assert SECRET not in repr(configured)
            assert all(one.fault == "refused …!" for one in configured)


@each_provider
def test_a_body_that_is_not_understood_is_not_quoted(provider: Provider) -> None:
    for body in (f'{{"a": {{"password": "{SECRET}"'.encode(), json.dumps({"a": SECRET}).encode(), SECRET.encode()):
        for parse in (provider.parse_answer, provider.parse_accounts):
            try:
                parse(body)
            except NotUnderstood as failure:
                said = [failure.sentence, repr(failure)]
                said += everything_shown(failure) if parse == provider.parse_accounts else []
                assert not [text for text in said if SECRET in text]


secrets = st.text(st.characters(categories=["L", "N"], codec="ascii"), min_size=12, max_size=40)
keys = st.sampled_from(KNOWN) | st.text(st.characters(categories=["Ll"], codec="ascii"), min_size=9, max_size=12)


@given(st.sampled_from(list(CATALOGUE.values())), secrets.map(lambda text: f"Q7{text}"), st.lists(keys, max_size=5))
def test_whatever_the_key_a_secret_beside_what_is_read_never_shows(
    provider: Provider, secret: str, names: list[str]
) -> None:
    def beside(body: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(body, list):
            return [beside(row) for row in body]
        return dict.fromkeys(names, secret) | body if isinstance(body, dict) and "jobid" in body else body

    recorded = recorded_accounts(provider.name)
    accounts = {} if recorded is None else json.loads(recorded)
    entries = {name: dict.fromkeys(names, secret) | entry for name, entry in accounts.items()}
    jobs = json.dumps(beside(json.loads(recorded_jobs(provider.name)))).encode()
    assert secret not in shown(provider, jobs, json.dumps(entries).encode() if accounts else None)
