"""What Discord answers when it says no; each code as in its list.

https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from typing_extensions import override

from tests.fakes.discord.records import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken limit: where in the body, Discord's code for it, and in words."""

    path: tuple[str | int, ...]
    code: str
    message: str

    @override
    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path)) or 'body'}: {self.message}"


@dataclass(kw_only=True, eq=False)
class RefusalError(Exception):
    """A request that is answered with an error; `problem` when a correct bot never earns it."""

    status: int
    code: int
    message: str
    problem: str | None = None
    errors: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """Return the body in Discord's shape."""
        nested = {"errors": self.errors} if self.errors else {}
        return {"message": self.message, "code": self.code, **nested, **self.extra}


def invalid_form(violations: Iterable[Violation]) -> RefusalError:
    """Refuse a body for every limit it breaks."""
    found = list(violations)
    errors: Json = {}
    for each in found:
        at = errors
        for step in each.path:
            at = at.setdefault(str(step), {})
        at.setdefault("_errors", []).append({"code": each.code, "message": each.message})
    words = "; ".join(map(str, found))
    return RefusalError(status=400, code=50035, message="Invalid Form Body", problem=words, errors=errors)


def missing(code: int, what: str) -> RefusalError:
    """Refuse because a thing is not there (10003 channel, 10008 message, 10062 interaction …)."""
    return RefusalError(status=404, code=code, message=f"Unknown {what}")


def forbidden(code: int, message: str) -> RefusalError:
    """Refuse because the bot may not (50001 access, 50013 permissions, 50007 closed direct messages …)."""
    return RefusalError(status=403, code=code, message=message)


def unauthorized() -> RefusalError:
    """Refuse a token that is not the bot's."""
    return RefusalError(status=401, code=0, message="401: Unauthorized")


def unknown_route() -> RefusalError:
    """Refuse a path this Discord does not know."""
    return RefusalError(status=404, code=0, message="404: Not Found", problem="no such route here")


def empty_message() -> RefusalError:
    """Refuse a message that has nothing to show."""
    problem = "an empty message"
    return RefusalError(status=400, code=50006, message="Cannot send an empty message", problem=problem)
