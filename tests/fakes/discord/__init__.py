"""A Discord on loopback: REST and gateway, good enough for the unmodified discord.py to live on.

It refuses what it does not know, checks every limit on all that it receives (`Discord.problems`), and can be made to
fail in the ways in which Discord fails (`Discord.faults`, `Discord.gateway`, `Discord.down`).

    loopback      Discord: all of it in one object · views: what a test reads of it and waits for
    server        one request: noted, spoilt by a fault, admitted, routed, answered
    faults        what may go wrong with a request · limits: rate limits · refusals: how Discord says no
    gateway       the socket: identify, resume, drop · sessions: what a resume has again · intents
    rest          calls, answers, routes; then one file per resource:
    channels      messages over REST · commands · interactions: callback and @original · places: what only shows
    world         guilds, channels, roles, members · messages · permissions · mentions · records · payloads · snowflakes
    schema        bodies against Discord's own OpenAPI (openapi.json) · rules, command_rules: what that leaves out
    people        use, autocomplete, press, choose · seats: where · options: what they type · replies, callbacks: seen
    bots          a discord.py client for the tests of the fake itself
    terms         what a test may set

It is not a model of Discord's timing: nothing here happens later than it must.
"""

from tests.fakes.discord.callbacks import CallbackType
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.limits import Limit
from tests.fakes.discord.loopback import Discord
from tests.fakes.discord.options import CannotError
from tests.fakes.discord.permissions import Permission
from tests.fakes.discord.records import Channel, Guild, Member, Message, Role
from tests.fakes.discord.replies import Reply, UnansweredError

__all__ = [
    "CallbackType",
    "CannotError",
    "Channel",
    "Discord",
    "Fault",
    "Guild",
    "Limit",
    "Member",
    "Message",
    "Permission",
    "Reply",
    "Role",
    "UnansweredError",
]
