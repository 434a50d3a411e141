"""Application commands: registered per guild or globally, and counted as they are made.

https://discord.com/developers/docs/interactions/application-commands
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from tests.fakes.discord import schema
from tests.fakes.discord.command_rules import CHAT_INPUT, check_commands, kind
from tests.fakes.discord.records import Json
from tests.fakes.discord.refusals import RefusalError, Violation, forbidden, invalid_form, missing
from tests.fakes.discord.rest import Answer, Call, Route
from tests.fakes.discord.terms import Terms
from tests.fakes.discord.world import World

SCOPES = ("/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A registered command; `spec` is what was registered, as raw JSON."""

    id: int
    version: int
    guild_id: int | None
    spec: Json

    @property
    def name(self) -> str:
        """Return its name."""
        return str(self.spec["name"])

    @property
    def needs(self) -> int | None:
        """Return the permissions that a member needs to see it, None for nobody's in particular."""
        found = self.spec.get("default_member_permissions")
        return None if found is None else int(found)


class Commands:
    """Keep the commands of every scope (a guild's id, or None for the global one)."""

    def __init__(self, world: World, terms: Terms) -> None:
        self._world = world
        self._terms = terms
        self.registered: dict[int, Command] = {}
        self.creates: Counter[int | None] = Counter()
        self.syncs: Counter[int | None] = Counter()
        self.routes = tuple(
            Route(method=method, template=template, answer=answer)
            for scope in SCOPES
            for method, template, answer in (
                ("GET", scope, self._list),
                ("PUT", scope, self._overwrite),
                ("POST", scope, self._create),
                ("DELETE", scope + "/{command_id}", self._delete),
            )
        )

    def of(self, guild_id: int | None) -> list[Command]:
        """List the commands of a scope."""
        return [each for each in self.registered.values() if each.guild_id == guild_id]

    def empty(self, guild_id: int | None) -> None:
        """Delete the commands of a scope."""
        for each in self.of(guild_id):
            del self.registered[each.id]

    def find(self, name: str, guild_id: int | None, *, which: int = CHAT_INPUT) -> Command | None:
        """Find the command of a kind, a slash command unless said otherwise, that a person sees under this name."""
        scopes = [guild_id, None] if guild_id else [None]
        seen = (each for scope in scopes for each in self.of(scope))
        return next((each for each in seen if each.name == name and kind(each.spec) == which), None)

    def _list(self, call: Call) -> Answer:
        return Answer(body=[self._payload(each) for each in self.of(self._scope(call))])

    def _overwrite(self, call: Call) -> Answer:
        scope = self._scope(call)
        specs = call.body
        if not isinstance(specs, list):
            raise invalid_form([Violation(path=(), code="LIST_TYPE_CONVERT", message="Only iterables may be used.")])
        for each in specs:
            schema.check("ApplicationCommandUpdateRequest", each)
        check_commands(specs)
        self.syncs[scope] += 1
        known = {(kind(each.spec), each.name): each for each in self.of(scope)}
        self._count(scope, sum((kind(each), each["name"]) not in known for each in specs))
        for each in known.values():
            del self.registered[each.id]
        kept = [self._keep(known.get((kind(each), each["name"])), each, scope) for each in specs]
        return Answer(body=[self._payload(each) for each in kept])

    def _create(self, call: Call) -> Answer:
        scope, spec = self._scope(call), call.object()
        schema.check("ApplicationCommandCreateRequest", spec)
        others = [each for each in self.of(scope) if (each.name, kind(each.spec)) != (spec["name"], kind(spec))]
        known = next((each for each in self.of(scope) if each not in others), None)
        check_commands([*(each.spec for each in others), spec])
        if known is None:
            self._count(scope, 1)
        return Answer(body=self._payload(self._keep(known, spec, scope)), status=200 if known else 201)

    def _delete(self, call: Call) -> Answer:
        found = self.registered.get(call.id("command_id"))
        if found is None or found.guild_id != self._scope(call):
            raise missing(10063, "application command")
        del self.registered[found.id]
        return Answer()

    def _scope(self, call: Call) -> int | None:
        if call.id("application_id") != self._world.bot.id:
            raise missing(10002, "Application")
        if "guild_id" not in call.ids:
            return None
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None or not guild.has_bot:
            raise forbidden(50001, "Missing Access")
        return guild.id

    def _count(self, scope: int | None, new: int) -> None:
        if self.creates[scope] + new > self._terms.creates_per_day:
            message = "Max number of daily application command creates has been reached (200)"
            raise RefusalError(status=400, code=30034, message=message, extra={"retry_after": 86400.0})
        self.creates[scope] += new

    def _keep(self, known: Command | None, spec: Json, scope: int | None) -> Command:
        version = self._world.snowflakes.next()
        if known is None:
            known = Command(id=version, version=version, guild_id=scope, spec=spec)
        elif known.spec != spec:
            known = replace(known, version=version, spec=spec)
        self.registered[known.id] = known
        return known

    def _payload(self, it: Command) -> Json:
        needs = it.needs
        found: dict[str, Any] = {
            "name_localizations": None,
            "description_localizations": None,
            "nsfw": False,
            **it.spec,
            "id": str(it.id),
            "type": kind(it.spec),
            "application_id": str(self._world.bot.id),
            "version": str(it.version),
            "description": it.spec.get("description") or "",
            "default_member_permissions": None if needs is None else str(needs),
        }
        if it.guild_id:
            found["guild_id"] = str(it.guild_id)
        return found
