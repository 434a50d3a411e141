"""A scheduler's body in our words: its jobs and its accounts. Not how it was fetched, nor what follows from it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import itemgetter

from bot.accounts.job import Job
from bot.accounts.provider_answer import ProviderAnswer
from bot.errors import NotUnderstood
from bot.providers.job_building import build_job
from bot.providers.job_ids import KINDS, id_reader
from bot.providers.json_body import parse_json
from bot.providers.provider import Provider
from bot.providers.redaction import one_line, without_secrets
from bot.providers.scheduler_records import JobRecord, Lists, Reader

WORDS_LENGTH = 200
"""So much of somebody else's error text is kept."""

_reader = lru_cache(Reader)


def read_answer(provider: Provider, body: bytes) -> ProviderAnswer:
    """Read what a scheduler said.

    A missing list is an empty one, as every field is optional; but an answer with neither list says nothing at all and
    is refused: to conclude from nothing is how a glitch becomes news.

    Raises:
        NotUnderstood: when the body is not the expected object.
    """
    lists = _reader(provider).at_once(body) or _row_by_row(provider, body)
    return ProviderAnswer(
        accounts=tuple(lists.accounts), jobs=tuple(_jobs(provider, lists.jobs)), unreadable=lists.unreadable
    )


def _row_by_row(provider: Provider, body: bytes) -> Lists:
    found = read_object(provider, body)
    executing, available = found.get("executing"), found.get("available")
    if executing is None and available is None:
        raise not_understood(provider, said(found) or "it holds neither `executing` nor `available`")
    if not isinstance(executing, list | None) or not isinstance(available, list | None):
        raise not_understood(provider, "`executing` or `available` is no list")
    return _reader(provider).one_by_one(executing or [], available or [])


def read_object(provider: Provider, body: bytes) -> dict[str, object]:
    """Parse a body that must be a JSON object.

    Raises:
        NotUnderstood: when it is anything else.
    """
    try:
        found = parse_json(body)
    except ValueError as error:
        raise not_understood(provider, "it is not JSON") from error
    if not isinstance(found, dict):
        raise not_understood(provider, "it is no JSON object")
    return found


def said(found: Mapping[str, object]) -> str | None:
    """Quote the error that an object holds instead of an answer; None where there is none."""
    error = found.get("error")
    return f"it says “{one_line(without_secrets(error), WORDS_LENGTH)}”" if error and isinstance(error, str) else None


def not_understood(provider: Provider, why: str) -> NotUnderstood:
    """Say which answer was not understood, and why."""
    return NotUnderstood(f"useapi.net's answer for {provider.title} could not be understood: {why}.")


def _jobs(provider: Provider, records: list[JobRecord]) -> Iterator[Job]:
    tells, slotless = id_reader(provider), provider.slotless
    first_hint, *hints = provider.job_keys.values()
    for first_name, owner, word, started, elapsed, reply_ref, *names in map(dict.values, records):
        name, hint = first_name, first_hint
        if name is None and names:
            name, hint = next(filter(itemgetter(0), zip(names, hints, strict=True)), (None, None))
        account, kind = (None, None) if name is None else tells(name)
        if kind is None:
            kind = (KINDS.get(word) if isinstance(word, str) else None) or hint or provider.default_kind
        yield build_job(name, owner or account, kind, kind not in slotless, started, elapsed, reply_ref)
