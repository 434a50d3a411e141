"""Rate limits: so many calls a minute of each method, and of posts in each channel.

https://docs.slack.dev/apis/web-api/rate-limits; "bursts are tolerated", so what is counted are the last sixty seconds.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.slack.calls import Call
from tests.fakes.slack.refusals import rate_limited


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit: calls in a number of seconds."""

    calls: int
    seconds: float = 60.0


TIER_2, TIER_3, TIER_4 = Limit(calls=20), Limit(calls=50), Limit(calls=100)
POSTS, POSTS_IN_CHANNEL = Limit(calls=300), Limit(calls=60)
"""`chat.postMessage`: "several hundred" a minute for the workspace, one a second for a channel."""
TIERS = {
    "chat.postMessage": POSTS,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.info": TIER_4,
    "pins.add": TIER_2,
    "usergroups.list": TIER_2,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}


class RateLimits:
    """Count calls; `methods` and `channel` may be set by a test at any moment, None or nothing for no limit."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.methods = dict(TIERS)
        self.channel: Limit | None = POSTS_IN_CHANNEL
        self.refused = 0
        self._clock = clock
        self._taken: dict[str, deque[datetime]] = defaultdict(deque)

    def take(self, call: Call) -> None:
        """Count a call, or refuse it with 429."""
        if limit := self.methods.get(call.method):
            self._count(call.method, limit)
        if call.method == "chat.postMessage" and self.channel:
            self._count(f"channel {call.arguments.get('channel')}", self.channel)

    def _count(self, bucket: str, limit: Limit) -> None:
        at, taken, window = self._clock(), self._taken[bucket], timedelta(seconds=limit.seconds)
        while taken and taken[0] <= at - window:
            taken.popleft()
        if len(taken) >= limit.calls:
            self.refused += 1
            left = (taken[0] + window - at).total_seconds() if taken else limit.seconds
            raise rate_limited(max(1, math.ceil(left)))
        taken.append(at)
