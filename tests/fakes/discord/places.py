"""The routes that only show: the bot itself, its application, guilds, and where the gateway is.

https://discord.com/developers/docs/resources/guild and https://discord.com/developers/docs/events/gateway
"""

from collections.abc import Callable

from tests.fakes.discord import payloads
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.records import Guild, Json
from tests.fakes.discord.refusals import forbidden, missing
from tests.fakes.discord.rest import Answer, Call, Route
from tests.fakes.discord.world import World


class Places:
    """Answer what there is."""

    def __init__(self, world: World, gateway: Gateway, gateway_url: Callable[[], str]) -> None:
        self._world = world
        self._gateway = gateway
        self._gateway_url = gateway_url
        guild = "/guilds/{guild_id}"
        shown = {
            "/users/@me": self._me,
            "/users/@me/guilds": self._own_guilds,
            "/users/{user_id}": self._user,
            "/oauth2/applications/@me": self._application,
            "/applications/@me": self._application,
            "/gateway": self._where,
            "/gateway/bot": self._where_for_bots,
            guild: self._guild,
            guild + "/channels": self._channels,
            guild + "/roles": self._roles,
            guild + "/members/{user_id}": self._member,
        }
        self.routes = tuple(Route(method="GET", template=path, answer=answer) for path, answer in shown.items())

    def _me(self, _: Call) -> Answer:
        return Answer(
            body={**payloads.user(self._world.bot), "verified": True, "mfa_enabled": False, "locale": "en-US"}
        )

    def _own_guilds(self, call: Call) -> Answer:
        """https://discord.com/developers/docs/resources/user#get-current-user-guilds."""
        inside = [each for each in self._world.guilds.values() if each.has_bot]
        listed: list[Json] = [
            {"id": str(each.id), "name": each.name, "icon": None, "owner": False, "permissions": "0", "features": []}
            for each in inside[: int(call.query.get("limit", "200"))]
        ]
        return Answer(body=listed)

    def _user(self, call: Call) -> Answer:
        found = self._world.users.get(call.id("user_id"))
        if found is None:
            raise missing(10013, "User")
        return Answer(body=payloads.user(found))

    def _application(self, _: Call) -> Answer:
        owner = next(iter(self._world.guilds.values())).owner_id
        body: Json = {
            "id": str(self._world.bot.id),
            "name": self._world.bot.name,
            "description": "",
            "icon": None,
            "bot_public": False,
            "bot_require_code_grant": False,
            "owner": payloads.user(self._world.users[owner]),
            "verify_key": "00" * 32,
            "team": None,
            "flags": 0,
        }
        return Answer(body=body)

    def _where(self, _: Call) -> Answer:
        return Answer(body={"url": self._gateway_url()})

    def _where_for_bots(self, _: Call) -> Answer:
        limit = {
            "total": self._gateway.identifies_per_day,
            "remaining": self._gateway.identifies_left,
            "reset_after": 14_400_000,
            "max_concurrency": 1,
        }
        return Answer(body={"url": self._gateway_url(), "shards": 1, "session_start_limit": limit})

    def _inside(self, call: Call) -> Guild:
        found = self._world.guilds.get(call.id("guild_id"))
        if found is None:
            raise missing(10004, "Guild")
        if not found.has_bot:
            raise forbidden(50001, "Missing Access")
        return found

    def _guild(self, call: Call) -> Answer:
        guild = self._inside(call)
        return Answer(body=payloads.guild(guild, self._world.roles_of(guild.id)))

    def _channels(self, call: Call) -> Answer:
        return Answer(body=[self._world.channel(each) for each in self._world.channels_of(self._inside(call).id)])

    def _roles(self, call: Call) -> Answer:
        return Answer(body=[payloads.role(each) for each in self._world.roles_of(self._inside(call).id)])

    def _member(self, call: Call) -> Answer:
        found = self._world.members.get((self._inside(call).id, call.id("user_id")))
        if found is None:
            raise missing(10007, "Member")
        return Answer(body=payloads.member(found))
