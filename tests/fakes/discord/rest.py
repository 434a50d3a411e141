"""What a REST resource is made of: a call that came in, the answer to it, and the table of routes.

How calls come in and what may go wrong on the way is in `server`; what is answered is in one file per resource.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.records import Attachment, Json
from tests.fakes.discord.refusals import RefusalError, Violation, invalid_form

PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to a known route; `body` is raw JSON, `files` what came as multipart beside it."""

    method: str
    path: str
    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    files: tuple[Attachment, ...] = ()

    def id(self, name: str) -> int:
        """Read an id out of the path."""
        return int(self.ids[name])

    def object(self) -> Json:
        """Return the body, which has to be an object."""
        if isinstance(self.body, dict):
            return self.body
        raise invalid_form([Violation(path=(), code="MODEL_TYPE_CONVERT", message="Only dictionaries may be used.")])

    def flag(self, name: str) -> bool:
        """Read a yes or no out of the query."""
        return self.query.get(name, "").lower() in {"1", "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered; no body is a 204."""

    body: Any = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> int:
        """Return the status: what was said, or 200 with and 204 without a body."""
        return self.status or (204 if self.body is None else 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method and a path with `{names}`; `anonymous` ones carry their token in the path."""

    method: str
    template: str
    answer: Callable[[Call], Answer]
    anonymous: bool = False

    def match(self, method: str, path: str) -> Mapping[str, str] | None:
        """Read the names out of a path, None where it is another route."""
        pattern = PARAMETER.sub(lambda it: f"(?P<{it[1]}>{_kind(it[1])})", self.template)
        found = re.fullmatch(pattern, path) if method == self.method else None
        return found.groupdict() if found else None


def refused(refusal: RefusalError) -> Answer:
    """Turn a refusal into an answer."""
    return Answer(body=refusal.body, status=refusal.status, headers=refusal.headers)


def _kind(name: str) -> str:
    return r"\d+" if name.endswith("_id") else r"[^/]+"
