"""What each response other than an answer becomes, over real sockets: the class, the sentence, the wait."""

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.errors import (
    AccountBroken,
    LookFailed,
    NoSubscription,
    NotConfigured,
    NotReached,
    NotUnderstood,
    ProviderBusy,
    ProviderDown,
    Unauthorised,
)
from bot.providers.catalogue import CATALOGUE
from bot.providers.useapi_client import UseapiClient
from tests.fakes.useapi import TOKEN, FakeUseapi, Reply
from tests.providers.shown import everything_shown
from tests.rows import each_row

ANSWERS = Path(__file__).parents[1] / "answers"
KLING = CATALOGUE["kling"]


def _error(name: str) -> bytes:
    return (ANSWERS / "errors" / name).read_bytes()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A reply, and what it becomes."""

    reply: Reply
    error: type[LookFailed]
    says: str
    silent_on: str = "<"
    wait: float | None = None


_DATE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _busy(headers: dict[str, str], body: object = "", wait: float | None = None) -> Case:
    return Case(
        reply=Reply(status=429, headers={"Date": format_datetime(_DATE, usegmt=True)} | headers, body=body),
        error=ProviderBusy,
        says="asked about Kling less often",
        wait=wait,
    )


CASES = {
    "401": Case(
        reply=Reply(status=401, body=_error("401.json")),
        error=Unauthorised,
        says="check USEAPI_TOKEN",
        silent_on="It says",
    ),
    "an error of another key": Case(
        reply=Reply(status=500, body={"message": "busy there"}), error=ProviderDown, says="“busy there”"
    ),
    "an error that is an object": Case(
        reply=Reply(status=500, body={"error": {"a": 1}}), error=ProviderDown, says="answers 500,", silent_on="It says"
    ),
    "an error that is a list": Case(
        reply=Reply(status=500, body=[1]), error=ProviderDown, says="answers 500,", silent_on="It says"
    ),
    "HTML that says so": Case(
        reply=Reply(status=500, body="Sorry, <b>no</b>", headers={"Content-Type": "text/html; charset=utf-8"}),
        error=ProviderDown,
        says="answers 500,",
    ),
    "gzipped": Case(
        reply=Reply(status=500, body={"error": "busy there"}).gzipped(), error=ProviderDown, says="“busy there”"
    ),
    "402": Case(reply=Reply(status=402, body=_error("402.json")), error=NoSubscription, says="renew it"),
    "400": Case(reply=Reply(status=400, body=_error("400.json")), error=NotConfigured, says="configure at least one"),
    "404 text": Case(
        reply=Reply(status=404, body=_error("404.txt").decode()), error=NotConfigured, says="no Kling account"
    ),
    "404 HTML": Case(reply=Reply(status=404, body="<html>Lost</html>"), error=NotUnderstood, says="no Kling account"),
    "404 HTML of no type": Case(
        reply=Reply(status=404, body=b" \n<html>Lost"), error=NotUnderstood, says="no Kling account"
    ),
    "412": Case(reply=Reply(status=412, body=_error("412.json")), error=AccountBroken, says="out of credits"),
    "596": Case(reply=Reply(status=596, body=_error("596.json")), error=AccountBroken, says="jo…@example.com"),
    "500": Case(reply=Reply(status=500, body=b""), error=ProviderDown, says="answers 500, a fault on its side"),
    "502": Case(reply=Reply(status=502, body=_error("502.html").decode()), error=ProviderDown, says="answers 502,"),
    "503 waits": Case(
        reply=Reply(status=503, headers={"Retry-After": "7"}), error=ProviderDown, says="answers 503,", wait=7.0
    ),
    "401 without a code": Case(
        reply=Reply(status=401, body={"error": "Unauthorized"}), error=Unauthorised, says="check USEAPI_TOKEN"
    ),
    "403 of the edge": Case(
        reply=Reply(status=403, body="<html>error code: 1010</html>"), error=NotReached, says="token was not looked at"
    ),
    "403 of the edge, as text": Case(
        reply=Reply(status=403, body="error code: 1010"),
        error=NotReached,
        says="turned the request away (403)",
        silent_on="1010",
    ),
    "403 with a reason": Case(
        reply=Reply(status=403, body={"error": "Forbidden"}), error=NotUnderstood, says="turned the request away (403)"
    ),
    "304": Case(reply=Reply(status=304, body=b""), error=NotUnderstood, says="unexpected status 304"),
    "an error that quotes the token": Case(
        reply=Reply(status=500, body={"error": f"bad token {TOKEN}!"}), error=ProviderDown, says="bad token …!"
    ),
    "an error of many lines": Case(
        reply=Reply(status=500, body={"error": "one\ntwo\u202e" + "x y" * 900}),
        error=ProviderDown,
        says="one two x y",
        silent_on="\n",
    ),
    "an endless error": Case(reply=Reply(status=500, endless=True), error=ProviderDown, says="answers 500,"),
    "429": _busy({}, _error("429.json"), 17),
    "429 header": _busy({"Retry-After": "30"}, {"retryAfter": 17}, 30),
    "429 fraction": _busy({"Retry-After": "0.5"}, wait=0.5),
    "429 date": _busy({"Retry-After": format_datetime(_DATE + timedelta(seconds=90), usegmt=True)}, wait=90),
    "429 past date": _busy({"Retry-After": format_datetime(_DATE - timedelta(days=1), usegmt=True)}, wait=0),
    "429 nonsense": _busy({"Retry-After": "soon"}, wait=None),
    "429 negative": _busy({"Retry-After": "-4"}, wait=0),
    "429 endless": _busy({"Retry-After": "1e999"}, wait=None),
    "429 NaN": _busy({"Retry-After": "nan"}, wait=None),
    "429 for years": _busy({"Retry-After": "1e300"}, wait=86400),
    "429 body number": _busy({}, {"retryAfter": 2.5}, 2.5),
    "429 body truth": _busy({}, {"retryAfter": True}, None),
    "429 body moment": _busy({}, {"retryAt": "2026-11-20T12:01:00.000Z"}, 60),
    "429 no date": _busy({"Date": "long ago"}, {"retryAt": "2026-11-20T12:01:00.000Z"}, None),
    "204": Case(reply=Reply(status=204, body=b""), error=NotUnderstood, says="not JSON"),
    "HTML": Case(reply=Reply(body="<html>Hello</html>"), error=NotUnderstood, says="not JSON"),
    "truncated": Case(reply=Reply(body=b'{"executing": ['), error=NotUnderstood, says="not JSON"),
    "a list": Case(reply=Reply(body=[]), error=NotUnderstood, says="no JSON object"),
    "nothing": Case(reply=Reply(body={}), error=NotUnderstood, says="neither"),
    "an error with 200": Case(
        reply=Reply(body={"error": "Unauthorized", "code": 401}), error=NotUnderstood, says="“Unauthorized”"
    ),
    "100 MB": Case(reply=Reply(endless=True), error=NotUnderstood, says="larger than 5 MiB"),
    "a gzip bomb": Case(
        reply=Reply(body=gzip.compress(bytes(8 * 2**20), 1), headers={"Content-Encoding": "gzip"}),
        error=NotUnderstood,
        says="larger than 5 MiB",
    ),
    "broken gzip": Case(
        reply=Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}), error=NotUnderstood, says="compression"
    ),
    "half of a gzip": Case(
        reply=Reply(body=gzip.compress(b'{"executing":[]}')[:-9], headers={"Content-Encoding": "gzip"}),
        error=NotUnderstood,
        says="breaks off",
    ),
    "brotli": Case(reply=Reply(headers={"Content-Encoding": "br"}), error=NotUnderstood, says="not asked for"),
    "reset": Case(reply=Reply(resets=True), error=NotReached, says="Can't reach useapi.net: the connection was cut"),
    "elsewhere": Case(
        reply=Reply(status=302, headers={"Location": "https://elsewhere.example/v1?x=1"}),
        error=NotUnderstood,
        says="elsewhere, to elsewhere.example",
    ),
    "another scheme": Case(
        reply=Reply(status=301, headers={"Location": "ftp://127.0.0.1/v1"}), error=NotUnderstood, says="elsewhere"
    ),
    "no place": Case(reply=Reply(status=302, headers={"Location": "http://["}), error=NotUnderstood, says="address"),
    "in circles": Case(
        reply=Reply(status=307, headers={"Location": KLING.jobs_path}), error=NotUnderstood, says="more than 3"
    ),
}


@each_row("case", CASES.values(), ids=CASES)
async def test_each_failure_says_what_is_wrong(case: Case, useapi: FakeUseapi, client: UseapiClient) -> None:
    useapi.answers[KLING.jobs_path] = case.reply
    with pytest.raises(LookFailed) as caught:
        await client.fetch_answer(KLING)
    failure = caught.value
    assert type(failure) is case.error
    assert case.says in failure.sentence
    assert case.silent_on not in failure.sentence
    assert len(failure.sentence) < 400
    assert failure.retry_after == (None if case.wait is None else timedelta(seconds=case.wait))
    assert failure.status in {None, case.reply.status}
    assert not any(TOKEN in shown for shown in everything_shown(failure))
    assert useapi.sent < 50 * 2**20
