"""A Discord and a useapi.net that cost little, in a process of their own: ``python -m bench.lean_end``.

What a bot is timed by is answered with bytes that were made before: the event, the confirmation of its answer, the
look. Nothing is validated and nothing is kept; for that there is the Discord of the tests, whose routes answer what
happens once a start: where the gateway is, who the bot is.

It reads a line of JSON for each thing to do from standard input, and writes its outcome as a line to standard output.
"""

import argparse
import asyncio
import itertools
import json
import secrets
import sys
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit
from weakref import WeakSet

from bench.lean_session import LeanSession
from bench.lean_socket import Request, Socket, response
from bot.providers.catalogue import CATALOGUE
from tests.answers.made import accounts_body, jobs_body
from tests.fakes.discord import Discord, payloads
from tests.fakes.discord.callbacks import CallbackType, Interaction, InteractionType
from tests.fakes.discord.messages import Draft
from tests.fakes.discord.records import Json
from tests.fakes.discord.refusals import RefusalError
from tests.fakes.discord.rest import Answer, Call, refused
from tests.fakes.discord.seats import event, seat
from tests.whole.minimax import ACCOUNTS, SCHEDULER, answer

HOST, BASE = "127.0.0.1", "/api/v10"
DEADLINE = 30.0
ID, TOKEN = "1234567890123456789", "T" * 64
"""Stand in the event that was made before, for those of each event."""

DEFERRED = b'{"type":5}'

CHANNELS_EACH = 100
"""Channels of each guild, where alerts are posted."""

LIMIT = 1
"""Slots of each account, where they change at every look."""


class LeanEnd:
    """One bot's Discord, and its providers.

    Args:
        discord: Answers what happens once a start.
        changing: Number of accounts, of which each fills or frees at every look; 0 for two that never change.

    Attributes:
        looks: When each look came, in seconds of the monotonic clock.
        told: Number of messages posted, and edited.
    """

    def __init__(self, discord: Discord, changing: int = 0) -> None:
        self._discord = discord
        self._commands: list[Json] = []
        self._open: dict[str, tuple[float, asyncio.Future[float]]] = {}
        self._event = b""
        self._bot: LeanSession | None = None
        self._changed = asyncio.Event()
        self._sockets = WeakSet[Socket]()
        self.looks: list[float] = []
        self.told = 0
        self._bodies = itertools.cycle(_looks(changing))
        self._accounts = response(200, accounts_body(CATALOGUE["minimax"], _names(changing), LIMIT))
        confirmed = self._confirm()
        self._confirmation = response(200, json.dumps(confirmed).encode())
        self._message = json.dumps(confirmed["resource"]["message"]).encode()
        self._message_id = str(confirmed["resource"]["message"]["id"]).encode()

    def socket(self) -> Socket:
        """Return what serves one connection."""
        made = Socket(self._answer, self._connect)
        self._sockets.add(made)
        return made

    def hang_up(self) -> None:
        """Close every connection but the gateway's, as they are after 15 s in which nobody asks."""
        for each in self._sockets:
            each.hang_up()

    async def until(self, so: Callable[[], object]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(DEADLINE):
            while not so():
                self._changed.clear()
                await self._changed.wait()

    @property
    def ready(self) -> bool:
        """Whether a bot is connected and people can use its commands."""
        return self._bot is not None and bool(self._commands)

    @property
    def gone(self) -> bool:
        """Whether no bot is connected."""
        return self._bot is None

    async def burst(self, times: int) -> list[float]:
        """Ask ``/capacity minimax`` several times at once; return the seconds until each answer arrived."""
        bot = self._bot
        if bot is None:
            raise RuntimeError("nobody is connected")
        loop = asyncio.get_running_loop()
        sent: list[tuple[str, bytes]] = []
        for _ in range(times):
            token = secrets.token_hex(32)
            sent.append((token, bot.packed("INTERACTION_CREATE", self._asked(token))))
        answers = [loop.create_future() for _ in sent]
        for (token, frame), arrived in zip(sent, answers, strict=True):
            self._open[token] = (time.perf_counter(), arrived)
            bot.socket.write(frame)
        async with asyncio.timeout(DEADLINE):
            return list(await asyncio.gather(*answers))

    def changed(self, bot: LeanSession | None) -> None:
        """Note who is connected."""
        self._bot = bot
        self._changed.set()

    def _connect(self, socket: Socket) -> LeanSession:
        return LeanSession(socket, self._discord, self.changed)

    def _asked(self, token: str) -> bytes:
        if not self._event:
            self._event = json.dumps(self._interaction()).encode()
        number = str(self._discord.world.snowflakes.next())
        return self._event.replace(ID.encode(), number.encode()).replace(TOKEN.encode(), token.encode())

    def _interaction(self) -> Json:
        discord = self._discord
        sitting = seat(discord.world, discord.member, discord.channel)
        asked = Interaction(
            id=int(ID),
            token=TOKEN,
            kind=InteractionType.COMMAND,
            channel_id=discord.channel.id,
            person=sitting.person,
            at=discord.world.clock(),
            began=time.monotonic(),
        )
        command = next(one for one in self._commands if one["name"] == "capacity")
        sent = {
            "id": command["id"],
            "name": "capacity",
            "type": 1,
            "guild_id": str(discord.guild.id),
            "options": [{"name": "provider", "type": 3, "value": "minimax"}],
        }
        return {**event(discord.world, asked, sitting), "data": sent}

    def _confirm(self) -> Json:
        discord = self._discord
        made = discord.kept.add(Draft(channel_id=discord.channel.id, body={"content": "?"}))
        message = payloads.message(made, discord.world.bot)
        about: Json = {"id": ID, "type": int(InteractionType.COMMAND), "response_message_id": message["id"]}
        return {"interaction": about, "resource": {"type": int(CallbackType.MESSAGE), "message": message}}

    def _answer(self, request: Request) -> bytes:
        path = urlsplit(request.path).path
        if path.startswith(f"{BASE}/interactions/"):
            return self._take(path.split("/")[-2], request)
        if path == SCHEDULER:
            self.looks.append(time.monotonic())
            return next(self._bodies)
        if path == ACCOUNTS:
            return self._accounts
        if path.startswith(f"{BASE}/webhooks/"):
            return self._take(path.removeprefix(f"{BASE}/webhooks/").split("/")[1], request)
        return self._as_in_tests(request) if (usual := self._usual(path, request)) is None else usual

    def _usual(self, path: str, request: Request) -> bytes | None:
        """Answer what comes often besides: messages, edits, commands."""
        if path.endswith("/commands"):
            return self._register(request)
        if "/messages" not in path or request.method == "GET":
            return None
        self.told += 1
        number = str(self._discord.world.snowflakes.next()).encode()
        return response(200, self._message.replace(self._message_id, number))

    def _take(self, token: str, request: Request) -> bytes:
        asked, arrived = self._open.pop(token)
        if request.body == DEFERRED:  # "capacity-bot is thinking …": nobody has an answer yet
            self._open[token] = asked, arrived
        elif b'"embeds"' in request.body:
            arrived.set_result(request.at - asked)
        else:
            arrived.set_exception(ValueError(f"an answer that nobody would want to have timed: {request.body[:300]!r}"))
        return self._confirmation if request.method == "POST" else response(200, self._message)

    def _register(self, request: Request) -> bytes:
        if request.method == "PUT":
            common = {"application_id": str(self._discord.world.bot.id), "version": ID, "nsfw": False}
            common |= {"guild_id": str(self._discord.guild.id), "default_member_permissions": None}
            names = enumerate(json.loads(request.body), start=1)
            self._commands = [{**common, "type": 1, "description": "", **one, "id": str(nr)} for nr, one in names]
            self._changed.set()
        return response(200, json.dumps(self._commands).encode())

    def _as_in_tests(self, request: Request) -> bytes:
        split = urlsplit(request.path)
        path = split.path.removeprefix(BASE)
        for route in self._discord.server.routes:
            if (ids := route.match(request.method, path)) is not None:
                body = json.loads(request.body) if request.body else None
                call = Call(method=request.method, path=path, ids=ids, query=dict(parse_qsl(split.query)), body=body)
                return _encoded(_answered(route.answer, call))
        sys.stderr.write(f"the far end does not know {request.method} {request.path}\n")
        return response(404, b'{"code": 0, "message": "404: Not Found"}')


def _looks(changing: int) -> list[bytes]:
    """Return the answers to looks, in turn: every second account is full, then the others are."""
    if not changing:
        return [response(200, json.dumps(answer(free=1)).encode())]
    turns = [{name: LIMIT * (number % 2 == odd) for number, name in enumerate(_names(changing))} for odd in (0, 1)]
    return [response(200, jobs_body(CATALOGUE["minimax"], running, LIMIT)) for running in turns]


def _names(changing: int) -> list[str]:
    return [f"{number:06}@example.com" for number in range(changing)]


def _answered(answer_call: Callable[[Call], Answer], call: Call) -> Answer:
    try:
        return answer_call(call)
    except RefusalError as refusal:
        return refused(refusal)


def _encoded(said: Answer) -> bytes:
    return response(said.code, None if said.body is None else json.dumps(said.body).encode())


async def _told(end: LeanEnd, what: str, times: int) -> object:
    """Do one thing, and return its outcome."""
    match what:
        case "burst":
            return await end.burst(times)
        case "ready":
            await end.until(lambda: end.ready)
        case "gone":
            await end.until(lambda: end.gone)
        case "hang up":
            end.hang_up()
        case "told":
            return end.told
        case _:
            return [time.monotonic() - one for one in end.looks]
    return None


def _channels(discord: Discord, guilds: int) -> list[tuple[int, int]]:
    """Make the channels of this many guilds, and return each with its guild."""
    world = discord.world
    founded = [world.add_guild(f"Studio {number}") for number in range(guilds)]
    return [(guild.id, world.add_channel(guild, f"a{nr}").id) for guild in founded for nr in range(CHANNELS_EACH)]


async def _serve() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changing", type=int, default=0)
    parser.add_argument("--guilds", type=int, default=0)
    options = parser.parse_args()
    discord = Discord()
    channels = _channels(discord, options.guilds)
    end = LeanEnd(discord, options.changing)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(end.socket, HOST)
    discord.server.port = server.sockets[0].getsockname()[1]
    about = {
        "port": discord.server.port,
        "token": discord.token,
        "guild": discord.guild.id,
        "channels": channels,
    }
    _print(about)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        asked = json.loads(line)
        _print(await _told(end, asked["what"], asked.get("times", 1)))


def _print(said: object) -> None:
    sys.stdout.write(f"{json.dumps(said)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve())
