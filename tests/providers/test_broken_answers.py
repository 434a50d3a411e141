"""Odd and broken answers of every family: what can't be read is skipped and counted, and nothing is taken for free."""

import gc
import json
from collections.abc import Iterator
from cProfile import Profile
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.accounts.free_or_full import take_snapshot
from bot.accounts.provider_answer import ConfiguredAccount, ProviderAnswer, WhenUnlisted
from bot.accounts.roster import AccountState, update_roster
from bot.accounts.snapshot import Snapshot
from bot.errors import NotUnderstood
from bot.providers.catalogue import CATALOGUE
from bot.providers.job_ids import read_stamp
from bot.providers.provider import Provider
from tests.answers.made import jobs_body
from tests.providers.families import ANSWERED, each_provider, recorded_accounts, recorded_jobs

WRONG: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, float("nan"), "", "x" * 2000, "\ud800\0", [], {}, [[]], {"a": 1})


def listed(provider: Provider) -> tuple[ConfiguredAccount, ...] | None:
    return listed_by(provider.name)


@cache
def listed_by(name: str) -> tuple[ConfiguredAccount, ...] | None:
    body = recorded_accounts(name)
    return None if body is None else CATALOGUE[name].parse_accounts(body)


def seen(provider: Provider, answer: ProviderAnswer) -> Snapshot:
    roster = update_roster({}, answer, listed(provider), ANSWERED)
    return take_snapshot(provider.name, answer, roster, ANSWERED)


def check_sense(provider: Provider, snapshot: Snapshot) -> None:
    """Check what must hold whatever was answered: slots add up, and texts can be stored and shown."""
    limits = {one.account: one.limit for one in listed(provider) or ()}
    for account in snapshot.accounts:
        assert (account.free is None) is (account.state not in {AccountState.FREE, AccountState.FULL})
        if account.free is not None:
            assert account.total is not None
            assert account.free >= 0
            assert account.in_use >= 0
            assert account.free + account.in_use <= account.total
            assert (
                account.limit is not None
                or account.name not in limits
                or provider.family.when_unlisted is WhenUnlisted.FULL
            )
        account.name.encode()
    assert 0 <= snapshot.free <= snapshot.total
    for job in snapshot.jobs:
        "".join(filter(None, (job.id, job.account, job.reply_ref, job.elapsed_said))).encode()
        assert job.started is None or job.started.tzinfo is not None


def read(provider: Provider, body: object) -> Snapshot | None:
    """Read a body, as bytes or as JSON; None if it is not understood, the only way to fail."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        snapshot = seen(provider, provider.parse_answer(raw, ANSWERED))
    except NotUnderstood:
        return None
    check_sense(provider, snapshot)
    return snapshot


BODIES = {
    "nothing": b"",
    "HTML": b"<html><title>502</title></html>",
    "text": b"error code: 1010",
    "half": b'{"accounts": {"a@example.com": {"running": 1',
    "a number": b"7",
    "null": b"null",
    "a word": b'"busy"',
    "deep": b"[" * 100_000,
    "deep and closed": b"[" * 100_000 + b"]" * 100_000,
    "UTF-16": '{"jobs": []}'.encode("utf-16"),
    "an error": b'{"error": "Unauthorized"}',
    "an error that is an object": b'{"error": {"message": "no", "code": 401}}',
    "other keys": b'{"hello": "world", "code": 401}',
}


@each_provider
def test_a_body_of_no_family_is_not_understood(provider: Provider) -> None:
    assert [name for name, body in BODIES.items() if read(provider, body) is not None] == []


@each_provider
def test_an_empty_body_frees_nothing_that_no_list_has(provider: Provider) -> None:
    for body in (b"{}", b"[]"):
        snapshot = read(provider, body)
        if snapshot is None:
            continue
        assert (body, provider.name) in {
            *((b"{}", name) for name in ("flowmusic", "google-flow")),
            *((b"[]", name) for name in ("runwayml", "faceswap")),
        }
        limits = {one.account: one.limit for one in listed(provider) or ()}
        assert {one.name: one.free for one in snapshot.accounts if one.free} == {
            name: limit for name, limit in limits.items() if limit and provider.family.counts_slots
        }


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    """Yield where every value of a body stands; of a list's rows, which are alike, the first and the last."""
    yield path
    rows = [*enumerate(body)] if isinstance(body, list) else []
    inside = body.items() if isinstance(body, dict) else dict((*rows[:1], *rows[-1:])).items()
    for key, value in inside:
        yield from places(value, (*path, key))


def put(body: Any, path: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a body with another value at one place."""
    if not path:
        return value
    copy: Any = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = put(copy[path[0]], path[1:], value)
    return copy


def most_free(snapshot: Snapshot) -> dict[str, int]:
    return {account.name: account.free or 0 for account in snapshot.accounts}


@each_provider
def test_a_wrong_type_at_any_place_is_skipped_and_frees_nothing(provider: Provider) -> None:
    right = json.loads(recorded_jobs(provider.name))
    before = most_free(seen(provider, provider.parse_answer(recorded_jobs(provider.name), ANSWERED)))
    limits = {one.account: one.limit for one in listed(provider) or ()}
    for path in places(right):
        for value in WRONG:
            snapshot = read(provider, put(right, path, value))
            if snapshot is None or _is_no_mistake(at(right, path), path, value):
                continue
            for name, free in most_free(snapshot).items():
                # Nothing frees a slot but a list or a map that is emptied: that says that nothing runs.
                least = limits.get(name) or 0 if value in ([], {}) else before.get(name, 0)
                assert free <= max(least, before.get(name, 0)), (path, value, name)


def at(body: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 - JSON
    """Return what stands at a place."""
    for key in path:
        body = body[key]
    return body


def _is_no_mistake(was: object, path: tuple[Any, ...], value: object) -> bool:
    """Return whether a value is as good as another one there: another list of jobs, another name of an account."""
    named = path[-1:] in {("email",), ("account",), ("user_id",)} and isinstance(value, int | str) and value is not True
    # Without `available` the slots are what the limit leaves; PixVerse's own sample has less.
    counted = path[-1:] == ("available",) and (value in (None, "") or value != value)  # noqa: PLR0124 - NaN alone differs from itself
    return named or counted or (isinstance(was, list) and isinstance(value, list))


@each_provider
def test_numbers_may_be_strings(provider: Provider) -> None:
    def as_text(body: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(body, dict):
            return {key: as_text(value) for key, value in body.items()}
        if isinstance(body, list):
            return [as_text(value) for value in body]
        return str(body) if isinstance(body, int) and not isinstance(body, bool) else body

    right = json.loads(recorded_jobs(provider.name))
    expected, found = read(provider, right), read(provider, as_text(right))
    assert expected is not None
    assert found is not None
    assert [(one.name, one.free, one.running) for one in found.accounts] == [
        (one.name, one.free, one.running) for one in expected.accounts
    ]
    assert [job.started for job in found.jobs] == [job.started for job in expected.jobs]
    assert found.unreadable == 0


@each_provider
def test_eight_times_the_jobs_take_at_most_eight_times_the_steps(provider: Provider) -> None:
    def steps(jobs: int) -> int:
        names = [f"{number:05}@example.com" for number in range(jobs // 10)]
        body = jobs_body(provider, dict.fromkeys(names, 10), 20)
        read_stamp.cache_clear()  # else the second answer's ids are known
        profile = Profile()
        gc.disable()  # else what other tests left is finalised in between, and counted
        try:
            answer = profile.runcall(provider.parse_answer, body, ANSWERED)
            roster = profile.runcall(update_roster, {}, answer, None, ANSWERED)
            profile.runcall(take_snapshot, provider.name, answer, roster, ANSWERED)
        finally:
            gc.enable()
        assert (len(answer.jobs), answer.unreadable) == (jobs, 0)
        return sum(row.callcount for row in profile.getstats())

    steps(10)  # what is made once is not counted
    assert steps(400) <= 8 * steps(50)  # exact counts, so that any number shows what grows faster


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=8)
values = st.recursive(
    scalars | st.sampled_from(WRONG),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[Provider, bytes]:
    """Draw a provider and its recorded answer with some values replaced, doubled or cut off."""
    provider = draw(st.sampled_from(list(CATALOGUE.values())))
    body = json.loads(recorded_jobs(provider.name))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(body))))
        body = put(body, path, draw(values))
    raw = json.dumps(body).encode()
    return provider, raw[: draw(st.integers(0, len(raw)))] if draw(st.integers(0, 9)) == 0 else raw


@given(spoilt())
def test_whatever_arrives_slots_add_up_and_nothing_is_freed_unseen(drawn: tuple[Provider, bytes]) -> None:
    provider, body = drawn
    snapshot = read(provider, body)
    if snapshot is None:
        return
    answer = provider.parse_answer(body, ANSWERED)
    listed_limits = {one.account: one.limit for one in listed(provider) or ()}
    room = {row.account for row in answer.accounts if row.available or (row.limit or 0) > (row.executing or 0)}
    for account in snapshot.accounts:
        if account.state is AccountState.FREE:
            idle = provider.family.when_unlisted is WhenUnlisted.IDLE and listed_limits.get(account.name)
            told = account.name in room or (account.name in listed_limits and account.limit)
            assert idle or told, f"{account} was not seen with room"
