"""Rate limits: the headers on every answer, and a limit that really holds where a test sets one.

https://discord.com/developers/docs/topics/rate-limits
"""

import hashlib
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from tests.fakes.discord.refusals import RefusalError
from tests.fakes.discord.snowflakes import Clock, moment

UNLIMITED = 1000
OLD = timedelta(hours=1)
UNBOUND = {"interactions", "webhooks"}
"""What the global limit leaves out (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit: requests in a number of seconds."""

    requests: int
    seconds: float


class Limits:
    """Count what is limited.

    Messages per channel (`messages`), edits of messages older than an hour (`old_edits`), and all requests of the bot
    together (`everything`).
    """

    def __init__(self, clock: Clock) -> None:
        self.everything: Limit | None = None
        self.messages: Limit | None = None
        self.old_edits: Limit | None = None
        self._clock = clock
        self._taken: dict[str, deque[float]] = defaultdict(deque)

    def take(self, method: str, path: str) -> Mapping[str, str]:
        """Count a request and give the headers of its answer, or refuse it with 429."""
        parts = path.strip("/").split("/")
        if self.everything and parts[0] not in UNBOUND:
            self._count("everything", self.everything, 0, scope="global")
        if parts[0] == "channels" and parts[2:] == ["messages"] and method == "POST" and self.messages:
            return self._count(f"messages {parts[1]}", self.messages, 0)
        if parts[0] == "channels" and method == "PATCH" and self.old_edits and self._is_old(parts[-1]):
            self._count(f"old edits {parts[1]}", self.old_edits, 30046)
        return _headers(f"{method} {parts[0]}", Limit(requests=UNLIMITED, seconds=1.0), UNLIMITED - 1, 1.0)

    def _is_old(self, message_id: str) -> bool:
        return message_id.isdecimal() and self._clock() - moment(int(message_id)) > OLD

    def _count(self, bucket: str, limit: Limit, code: int, *, scope: str = "user") -> Mapping[str, str]:
        at, taken = time.monotonic(), self._taken[bucket]
        while taken and taken[0] <= at - limit.seconds:
            taken.popleft()
        wait = taken[0] + limit.seconds - at if taken else limit.seconds
        if len(taken) >= limit.requests:
            headers = {
                **_headers(bucket, limit, 0, wait),
                "Retry-After": str(int(wait) + 1),
                "X-RateLimit-Scope": scope,
                **({"X-RateLimit-Global": "true"} if scope == "global" else {}),
            }
            message = "You are being rate limited."
            extra = {"retry_after": round(wait, 3), "global": scope == "global"}
            raise RefusalError(status=429, code=code, message=message, extra=extra, headers=headers)
        taken.append(at)
        return _headers(bucket, limit, limit.requests - len(taken), wait)


def _headers(bucket: str, limit: Limit, left: int, wait: float) -> Mapping[str, str]:
    return {
        "X-RateLimit-Limit": str(limit.requests),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
        "X-RateLimit-Reset-After": f"{wait:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(bucket.split(maxsplit=1)[0].encode()).hexdigest()[:32],
    }
