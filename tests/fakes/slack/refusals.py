"""What Slack answers when it says no.

Errors are words (https://docs.slack.dev/apis/web-api/using-the-web-api#errors); the HTTP status is 200 all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.fakes.slack.records import Json


@dataclass(kw_only=True, eq=False)
class RefusalError(Exception):
    """A call that is answered with an error; `problem` where a correct bot never earns it."""

    error: str
    status: int = 200
    problem: str | None = None
    extra: Json = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """Return the body in Slack's shape."""
        return {"ok": False, "error": self.error, **self.extra}


def wrong(error: str, *messages: str) -> RefusalError:
    """Refuse what a correct bot never sends, and say where it is wrong as Slack does."""
    extra = {"response_metadata": {"messages": [f"[ERROR] {each}" for each in messages]}}
    return RefusalError(error=error, problem=f"{error}: {'; '.join(messages)}", extra=extra)


def missing_scope(needed: str, provided: Iterable[str]) -> RefusalError:
    """Refuse for want of a scope."""
    return RefusalError(error="missing_scope", extra={"needed": needed, "provided": ",".join(sorted(provided))})


def rate_limited(seconds: int) -> RefusalError:
    """Refuse because there were too many (https://docs.slack.dev/apis/web-api/rate-limits)."""
    return RefusalError(error="ratelimited", status=429, headers={"Retry-After": str(seconds)})
