"""Bodies against Discord's own OpenAPI; what its schemas leave out is in `rules` and `command_rules`.

Where the specification is wrong or only less precise than the documentation, `_corrected` says so.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from tests.fakes.discord.records import Json
from tests.fakes.discord.refusals import Violation, invalid_form

CODES: Mapping[str, str] = {
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minLength": "BASE_TYPE_MIN_LENGTH",
    "maxItems": "BASE_TYPE_MAX_LENGTH",
    "minItems": "BASE_TYPE_MIN_LENGTH",
    "required": "BASE_TYPE_REQUIRED",
    "enum": "BASE_TYPE_CHOICES",
    "const": "BASE_TYPE_CHOICES",
    "type": "BASE_TYPE_BAD_TYPE",
    "pattern": "BASE_TYPE_BAD_FORMAT",
    "uniqueItems": "SET_TYPE_ALREADY_CONTAINS_VALUE",
}


def check(name: str, body: object) -> None:
    """Refuse a body that is not what the schema of that name says."""
    if found := _violations(name, json.dumps(body)):
        raise invalid_form(found)


@lru_cache(maxsize=1000)
def _violations(name: str, body: str) -> Sequence[Violation]:
    """Find what is wrong with a body; its text, since each start registers the same commands."""
    return tuple(map(_violation, _leaves(_validator(name).iter_errors(json.loads(body)))))


@cache
def _components() -> Json:
    text = files(__package__).joinpath("openapi.json").read_text(encoding="utf-8")
    return _corrected(json.loads(text))


@cache
def _validator(name: str) -> Any:  # noqa: ANN401 - a class that jsonschema makes
    root = {"$ref": f"#/components/schemas/{name}", **_components()}
    unions = {"anyOf": _union("anyOf", any), "oneOf": _union("oneOf", lambda fitting: sum(fitting) == 1)}
    return extend(Draft202012Validator, unions)(root)  # type: ignore[no-untyped-call]  # its stubs leave the types out


def _union(keyword: str, fits: Callable[[Iterator[bool]], bool]) -> Callable[..., Iterator[ValidationError]]:
    """Return a rule that lists what is wrong with each branch only where none fits, in a third of jsonschema's time."""
    listed = Draft202012Validator.VALIDATORS[keyword]

    def errors(validator: Any, branches: Sequence[Json], body: object, schema: Json) -> Iterator[ValidationError]:  # noqa: ANN401 - as above
        if not fits(validator.evolve(schema=branch).is_valid(body) for branch in branches):
            yield from listed(validator, branches, body, schema)

    return errors


def _corrected(spec: Json) -> Json:
    schemas = spec["components"]["schemas"]
    # "Our API accepts strings for int fields", and ids as integers: discord.py sends both.
    schemas["SnowflakeType"]["type"] = ["string", "integer"]
    # 4000 is for people who pay; https://discord.com/developers/docs/resources/message#create-message says 2000.
    for name in ("MessageCreateRequest", "MessageEditRequestPartial"):
        schemas[name]["properties"]["content"]["maxLength"] = 2000
    # https://discord.com/developers/docs/interactions/application-commands says 100 for a choice's value.
    schemas["ApplicationCommandOptionStringChoice"]["properties"]["value"]["maxLength"] = 100
    # discord.py sends the bits as a number or as a string; both are documented somewhere.
    for name in ("ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest"):
        schemas[name]["properties"]["default_member_permissions"]["type"] = ["integer", "string", "null"]
    return {"components": spec["components"]}


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Go down into unions, along the branch whose `type` is the body's, to the limit that is broken."""
    for error in errors:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context or ():
            branches.setdefault(inner.schema_path[0], []).append(inner)
        fitting = [each for each in branches.values() if not any(map(_of_other_kind, each))]
        if fitting:
            lengths = [len(each) for each in fitting]
            yield from _leaves(fitting[lengths.index(min(lengths))])
        else:
            yield error


def _of_other_kind(error: ValidationError) -> bool:
    at = list(error.relative_path)
    return (error.validator in {"enum", "const"} and at[-1:] == ["type"]) or (error.validator == "type" and not at)


def _violation(error: ValidationError) -> Violation:
    rule = str(error.validator)
    path = tuple(error.absolute_path)
    if rule == "required":
        absent = re.findall(r"'(\w+)' is a required", error.message)
        return Violation(path=(*path, *absent), code=CODES[rule], message="This field is required")
    if rule in {"maxLength", "maxItems"}:
        message = f"Must be {error.validator_value} or fewer in length."
    elif rule in {"minLength", "minItems"}:
        message = f"Must be {error.validator_value} or more in length."
    else:
        message = error.message[:200]
    return Violation(path=path, code=CODES.get(rule, "BASE_TYPE_INVALID"), message=message)
