"""`auth.test`, `users.info`, `usergroups.list`, `pins.add`: who is who."""

from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.messages import Messages
from tests.fakes.slack.records import Json
from tests.fakes.slack.refusals import RefusalError
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World


class DirectoryMethods:
    """Answer for people and groups."""

    def __init__(self, world: World, messages: Messages, terms: Terms) -> None:
        self._world = world
        self._messages = messages
        self._terms = terms
        self.pinned: list[tuple[str, str]] = []
        groups = "include_count include_disabled include_users"
        self.methods = (
            method("auth.test", self._who, reads=True),
            method("users.info", self._user, "user include_locale", reads=True),
            method("usergroups.list", self._groups, groups, reads=True),
            method("pins.add", self._pin, "channel timestamp"),
        )

    def _who(self, _: Call) -> Json:
        world = self._world
        enterprise = {"enterprise_id": world.enterprise} if world.enterprise else {}
        return {
            "url": f"https://{world.domain}.slack.example/",
            "team": world.name,
            "user": world.bot.name,
            "team_id": world.team,
            "user_id": world.bot.id,
            "bot_id": world.bot_id,
            "is_enterprise_install": False,
            **enterprise,
        }

    def _user(self, call: Call) -> Json:
        self._terms.need("users:read")
        found = self._world.members.get(call.required("user"))
        if found is None:
            raise RefusalError(error="user_not_found")
        return {"user": payloads.user(found)}

    def _groups(self, call: Call) -> Json:
        self._terms.need("usergroups:read")
        shown = []
        for each in self._world.groups.values():
            if each.enabled or call.flag("include_disabled"):
                users = {"users": list(each.users)} if call.flag("include_users") else {}
                shown.append({**payloads.group(each, self._world), **users})
        return {"usergroups": shown}

    def _pin(self, call: Call) -> Json:
        self._terms.need("pins:write")
        channel = self._world.inside(call.required("channel"))
        message = self._messages.find(channel.id, call.required("timestamp"))
        if (channel.id, message.ts) in self.pinned:
            raise RefusalError(error="already_pinned")
        self.pinned.append((channel.id, message.ts))
        return {}
