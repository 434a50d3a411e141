"""What a person types into a command, as Discord's client turns it into options, and what it would not let them send.

https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tests.fakes.discord import payloads
from tests.fakes.discord.command_rules import (
    BOOLEAN,
    CHANNEL_OPTION,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE_OPTION,
    STRING,
    SUBCOMMAND,
    SUBCOMMAND_GROUP,
    USER_OPTION,
)
from tests.fakes.discord.records import Channel, Json, Member, Role, User
from tests.fakes.discord.world import World

Value: TypeAlias = str | float | bool | Member | User | Channel | Role
TYPED = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}
KEPT = {USER_OPTION: "users", CHANNEL_OPTION: "channels", ROLE_OPTION: "roles"}


class CannotError(Exception):
    """A person's client would not let them do this, so the bot never hears of it."""


def leaf(spec: Json, words: Sequence[str]) -> Json:
    """Find the sub-command that the words name, or the command itself."""
    for word in words:
        inner = next((each for each in spec.get("options") or () if each["name"] == word), None)
        if inner is None or inner["type"] not in {SUBCOMMAND, SUBCOMMAND_GROUP}:
            raise CannotError(f"{spec['name']} has no sub-command {word}")
        spec = inner
    if any(each["type"] in {SUBCOMMAND, SUBCOMMAND_GROUP} for each in spec.get("options") or ()):
        raise CannotError(f"{spec['name']} needs a sub-command")
    return spec


def fill(spec: Json, values: Mapping[str, Value], *, focused: str | None = None) -> list[Json]:
    """Turn values into options in the order of the command; unfinished where one is `focused`."""
    known = {each["name"]: each for each in spec.get("options") or ()}
    if unknown := set(values) - set(known):
        raise CannotError(f"{spec['name']} has no option {', '.join(sorted(unknown))}")
    filled = []
    for name, option in known.items():
        if name in values:
            filled.append(_option(option, values[name], focused=name == focused))
        elif option.get("required") and focused is None:
            raise CannotError(f"{spec['name']} needs {name}")
    return filled


def nested(words: Sequence[str], spec: Json, filled: list[Json]) -> list[Json]:
    """Wrap the options of a sub-command into what stands around it."""
    if not words:
        return filled
    inner = next(each for each in spec["options"] if each["name"] == words[0])
    return [{"name": words[0], "type": inner["type"], "options": nested(words[1:], inner, filled)}]


def resolved(filled: Sequence[Json], world: World, guild_id: int | None) -> Json:
    """Return the objects behind the ids that the options hold."""
    found: Json = {}
    for each in filled:
        number = int(each["value"]) if each["type"] in {*KEPT, MENTIONABLE} else 0
        if number in world.users and each["type"] in {USER_OPTION, MENTIONABLE}:
            found.setdefault("users", {})[str(number)] = payloads.user(world.users[number])
            if member := world.members.get((guild_id or 0, number)):
                found.setdefault("members", {})[str(number)] = {**payloads.member(member), "permissions": "0"}
        elif number in world.roles:
            found.setdefault("roles", {})[str(number)] = payloads.role(world.roles[number])
        elif number in world.channels:
            channel = world.channels[number]
            found.setdefault("channels", {})[str(number)] = {**world.channel(channel), "permissions": "0"}
    return found


def _option(option: Json, value: Value, *, focused: bool) -> Json:
    it: Json = {"name": option["name"], "type": option["type"], "value": _plain(value)}
    if focused:
        return {**it, "value": str(it["value"]), "focused": True}
    expected = TYPED.get(option["type"])
    if expected and (not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected)):
        raise CannotError(f"{option['name']} is not {value!r}")
    if option["type"] in {*KEPT, MENTIONABLE}:
        it["value"] = str(it["value"])
    choices = [each["value"] for each in option.get("choices") or ()]
    if choices and value not in choices:
        raise CannotError(f"{option['name']} is one of {choices}, not {value!r}")
    _in_bounds(option, it["value"])
    return it


def _plain(value: Value) -> str | float | bool:
    if isinstance(value, Member):
        return value.user.id
    return value.id if isinstance(value, User | Channel | Role) else value


def _in_bounds(option: Json, value: object) -> None:
    size = len(value) if isinstance(value, str) else value
    ends = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    least, most = (option.get(each) for each in ends)
    if isinstance(size, int | float) and ((least is not None and size < least) or (most is not None and size > most)):
        raise CannotError(f"{option['name']} does not take {value!r}")
