"""`conversations.*`: what is in a channel, and what it is (https://docs.slack.dev/apis/web-api/using-the-conversations-api)."""

import re
from collections.abc import Sequence

from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.messages import Messages
from tests.fakes.slack.records import Channel, ChannelKind, Json, Message
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World

SCOPE = {ChannelKind.PUBLIC: "channels", ChannelKind.PRIVATE: "groups", ChannelKind.DIRECT: "im"}
RANGE = "channel cursor limit oldest latest inclusive include_all_metadata"
MOST, USUAL = 999, 100
TS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


class ConversationMethods:
    """Answer for conversations."""

    def __init__(self, world: World, messages: Messages, terms: Terms) -> None:
        self._world = world
        self._messages = messages
        self._terms = terms
        self.methods = (
            method("conversations.history", self._history, RANGE, reads=True),
            method("conversations.replies", self._replies, f"{RANGE} ts", reads=True),
            method("conversations.info", self._info, "channel include_num_members include_locale", reads=True),
            method("conversations.open", self._open, "users channel return_im prevent_creation"),
        )

    def _history(self, call: Call) -> Json:
        channel = self._readable(call)
        there = [each for each in self._messages.of(channel.id) if not each.ephemeral and not each.thread_ts]
        return self._page(call, there)

    def _replies(self, call: Call) -> Json:
        channel, root = self._readable(call), call.required("ts")
        there = [
            each for each in self._messages.of(channel.id) if not each.ephemeral and root in {each.ts, each.thread_ts}
        ]
        if not there:
            raise RefusalError(error="thread_not_found")
        return self._page(call, there)

    def _readable(self, call: Call) -> Channel:
        channel = self._world.place(call.required("channel"))
        self._terms.need(f"{SCOPE[channel.kind]}:history")
        return self._world.inside(channel.id)

    def _page(self, call: Call, there: Sequence[Message]) -> Json:
        """Return one page, the newest first; the cursor is the `ts` of the page's last."""
        limit = call.number("limit", USUAL)
        if not 1 <= limit <= MOST:
            raise wrong("invalid_limit", f"limit must be between 1 and {MOST}")
        oldest, latest = _bound(call, "oldest"), _bound(call, "latest")
        inclusive = call.flag("inclusive")
        found = [each for each in there if _within(moment(each.ts), oldest, latest, inclusive=inclusive)]
        found.reverse()
        if cursor := call.text("cursor"):
            if not TS.fullmatch(cursor.removeprefix("next_ts:")):
                raise wrong("invalid_cursor", "the cursor is none of this Slack")
            found = [each for each in found if moment(each.ts) < moment(cursor.removeprefix("next_ts:"))]
        page = found[: min(limit, self._terms.history_page)]
        more = len(found) > len(page)
        shows = call.flag("include_all_metadata") and self._terms.shows_metadata
        return {
            "messages": [payloads.message(each, self._world, metadata=shows) for each in page],
            "has_more": more,
            "pin_count": 0,
            "response_metadata": {"next_cursor": f"next_ts:{page[-1].ts}" if more else ""},
        }

    def _info(self, call: Call) -> Json:
        channel = self._world.place(call.required("channel"))
        self._terms.need(f"{SCOPE[channel.kind]}:read")
        return {"channel": payloads.channel(channel, self._world)}

    def _open(self, call: Call) -> Json:
        self._terms.need("im:write")
        users = call.required("users").split(",")
        if len(users) > 1:
            raise wrong("not_served_here", "conversations.open with several people")
        member = self._world.members.get(users[0])
        if member is None:
            raise RefusalError(error="user_not_found")
        if member.deleted:
            raise RefusalError(error="user_disabled")
        if member.is_bot:
            raise RefusalError(error="cannot_dm_bot")
        channel = self._world.direct(member)
        if call.flag("return_im"):
            return {"channel": payloads.channel(channel, self._world)}
        return {"channel": {"id": channel.id}}


def moment(ts: str) -> tuple[int, int]:
    """Return a `ts` as what it can be compared by."""
    seconds, _, rest = ts.partition(".")
    return int(seconds), int(rest.ljust(6, "0"))


def _bound(call: Call, name: str) -> tuple[int, int] | None:
    value = str(call.arguments.get(name) or "")
    if value and not TS.fullmatch(value):
        raise wrong(f"invalid_ts_{name}", f"{name} is no timestamp: {value}")
    return moment(value) if value else None


def _within(
    at: tuple[int, int], oldest: tuple[int, int] | None, latest: tuple[int, int] | None, *, inclusive: bool
) -> bool:
    if at in {oldest, latest}:
        return inclusive
    return (oldest is None or at > oldest) and (latest is None or at < latest)
