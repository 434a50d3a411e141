"""MiniMax as the tests of the whole script it: two accounts, one of which fills and frees."""

from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.program import DEADLINE

SCHEDULER = "/v1/minimax/scheduler/available"
ACCOUNTS = "/v1/minimax/accounts"
LIMIT = 2

OFTEN = {"POLL_SECONDS": "0.2"}
"""The settings of a program whose looks fail: the pause between these doubles from there."""


def row(account: str, available: int) -> dict[str, object]:
    """Return an account's row as the scheduler's list has it."""
    return {"account": account, "maxJobs": LIMIT, "executing": LIMIT - available, "available": available}


def job(account: str, number: int, reference: str = "storyboard") -> dict[str, object]:
    """Return a running video as the scheduler's list has it."""
    return {
        "videoId": f"user:100-minimax:{account}-video:{number}",
        "started": "2026-05-15T12:00:00.000Z",
        "elapsed": "03:57",
        "replyUrl": "https://example.com/secret-callback",
        "replyRef": f"{reference}-{number}",
    }


def answer(*, free: int, other: int = 2) -> dict[str, object]:
    """Return an answer where account 200300 has this many free slots, and 200400 the others; a full one vanishes."""
    rows = [row("200400", other), row("200300", free)]
    return {
        "executing": [
            *(job("200300", number) for number in range(LIMIT - free)),
            *(job("200400", number) for number in range(LIMIT - other)),
        ],
        "available": [each for each in rows if each["available"]],
    }


def script(useapi: FakeUseapi, *, free: int, other: int = 2) -> None:
    """Make MiniMax answer with this from now on."""
    useapi.answers[SCHEDULER] = Reply(body=answer(free=free, other=other))
    useapi.answers.setdefault(ACCOUNTS, Reply(body={"200300": {"maxJobs": LIMIT}, "200400": {"maxJobs": LIMIT}}))


async def looked(useapi: FakeUseapi, times: int = 2) -> None:
    """Wait for this many more looks: the first may have started before the answer was scripted."""
    before = len(useapi.requests)
    while [request.path for request in useapi.requests[before:]].count(SCHEDULER) < times:
        await useapi.next_request(within=DEADLINE)
