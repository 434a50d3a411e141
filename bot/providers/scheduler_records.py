"""A scheduler's JSON, field for field (pydantic): which keys are read, and what each may hold.

Every field is optional at useapi.net, and unknown ones are dropped. ``replyUrl`` is never read: it is somebody's
private address. Not here: what a row means beyond its own fields (``reading``).

There are two roads to the same records. A body in which everything is as documented is parsed and checked by pydantic
in one go, which takes half again as long as parsing alone. Any other is read row by row, where a row that is not as
documented has its harmless oddities put right first. The schemas are made of the blocks that pydantic is made of, since
their keys come from the catalogue.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from pydantic_core import SchemaValidator, ValidationError, core_schema

from bot.accounts.provider_answer import ListedSlots
from bot.providers.lenient_values import LARGEST_COUNT, NAME_LENGTH, moment, number, text

ELAPSED_LENGTH = 32
REF_LENGTH = 1024
"""As documented for ``replyRef``."""
_NUMBERS = ("maxJobs", "executing", "available")
_TEXTS = {"elapsed": ELAPSED_LENGTH, "replyRef": REF_LENGTH}
_ID_LENGTH = 512
_ENDLESS = 2**63
"""No account or job is numbered so high."""

_Schema: TypeAlias = core_schema.CoreSchema
JobRecord: TypeAlias = dict[str, Any]
"""One row of ``executing[]``, None for what it does not say. Its values, in this order: the id under the first of the
provider's keys, account, type, started, elapsed, replyRef, the id under each further key. ``type`` is as it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What could be read of both lists, and how many rows of either could not."""

    jobs: list[JobRecord]
    accounts: list[ListedSlots]
    unreadable: int = 0


class Reader:
    """Read the lists of one provider."""

    def __init__(
        self, *, account_key: str, job_account_key: str | None, job_keys: Iterable[str], type_key: str | None
    ) -> None:
        job, account = _job(job_keys, job_account_key, type_key), _account(account_key)
        self._job, self._account = SchemaValidator(job), SchemaValidator(account)
        lists = {"executing": core_schema.list_schema(job), "available": core_schema.list_schema(account)}
        fields = {key: core_schema.typed_dict_field(schema, required=False) for key, schema in lists.items()}
        self._whole = SchemaValidator(core_schema.typed_dict_schema(fields))

    def at_once(self, body: bytes) -> Lists | None:
        """Read a body in which everything is as documented; None where something is not."""
        if b"\\" in body and rb"\u0000" in body:
            return None  # ``body`` makes it storable
        try:
            found = self._whole.validate_json(body)
        except ValidationError:
            return None
        return Lists(jobs=found.get("executing", []), accounts=found.get("available", [])) if found else None

    def one_by_one(self, executing: list[object], available: list[object]) -> Lists:
        """Read every row that can be read."""
        jobs = [record for row in executing if (record := _read(self._job, row)) is not None]
        accounts = [record for row in available if (record := _read(self._account, row)) is not None]
        unreadable = len(executing) + len(available) - len(jobs) - len(accounts)
        return Lists(
            jobs=cast("list[JobRecord]", jobs), accounts=cast("list[ListedSlots]", accounts), unreadable=unreadable
        )


def _read(checker: SchemaValidator, row: object) -> object:
    with suppress(ValidationError):
        return checker.validate_python(row)
    with suppress(ValidationError):
        return checker.validate_python(_tidied(row))
    return None


def _tidied(row: object) -> object:
    """Drop what says nothing, spell numbers as numbers and clip texts; what can't be helped stays, to be refused."""
    if not isinstance(row, dict):
        return row
    said = {key: value for key, value in row.items() if value is not None and value != ""}
    for key in _NUMBERS:
        if (count := number(said.get(key))) is not None:
            said[key] = count
    for key, longest in _TEXTS.items():
        if (found := text(said.pop(key, None), longest)) is not None:
            said[key] = found
    if (at := moment(said.pop("started", None))) is not None:
        said["started"] = at
    return said


def _job(job_keys: Iterable[str], account_key: str | None, type_key: str | None) -> _Schema:
    """Describe a row of ``executing[]``."""
    first, *further = job_keys
    fields = {
        "id": _field(first, _name(_ID_LENGTH)),
        "account": _field(account_key, _name(NAME_LENGTH)),
        "type": _field(type_key, core_schema.any_schema()),
        "started": _field("started", core_schema.datetime_schema(tz_constraint=0)),
        "elapsed": _field("elapsed", _text(ELAPSED_LENGTH)),
        "reply_ref": _field("replyRef", _text(REF_LENGTH)),
    }
    others = {f"id from {key}": _field(key, _name(_ID_LENGTH)) for key in further}
    return core_schema.typed_dict_schema(fields | others)


def _account(account_key: str) -> _Schema:
    """Describe a row of ``available[]``; it means what it says, so pydantic builds our record itself."""
    count = core_schema.with_default_schema(
        core_schema.int_schema(strict=True, ge=-LARGEST_COUNT, le=LARGEST_COUNT), default=None
    )
    keys = {"limit": "maxJobs", "executing": "executing", "available": "available"}
    fields = {"account": (account_key, _name(NAME_LENGTH))} | {field: (key, count) for field, key in keys.items()}
    arguments = [
        core_schema.dataclass_field(field, schema, kw_only=True, validation_alias=key)
        for field, (key, schema) in fields.items()
    ]
    row = core_schema.dataclass_args_schema(ListedSlots.__name__, arguments)
    return core_schema.dataclass_schema(ListedSlots, row, list(fields), slots=True, frozen=True)


def _field(key: str | None, schema: _Schema) -> core_schema.TypedDictField:
    # No JSON that is read here has a NUL in it, so a field without a key is always None.
    optional = core_schema.with_default_schema(schema, default=None)
    return core_schema.typed_dict_field(optional, validation_alias=key or "\0")


def _text(longest: int) -> _Schema:
    return core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1, max_length=longest)


def _name(longest: int) -> _Schema:
    # Kling's job ids are numbers; elsewhere an account number might be one.
    digits = core_schema.str_schema(coerce_numbers_to_str=True)
    number = core_schema.chain_schema([core_schema.int_schema(strict=True, ge=-_ENDLESS, lt=_ENDLESS), digits])
    return core_schema.union_schema([_text(longest), number], mode="left_to_right")
