"""A command asked again and again, and when each answer arrives; not what the answers say.

The loopback Discord of the tests checks all that it receives, and keeps it. That takes longer than either bot needs for
its answer, and the longer the more the answer says. So here an answer is clocked as soon as it was read, and confirmed
with the same message for everyone.
"""

import asyncio
import secrets
import time

from tests.fakes.discord import Discord, payloads
from tests.fakes.discord.callbacks import CallbackType, Interaction, InteractionType
from tests.fakes.discord.messages import Draft
from tests.fakes.discord.records import Json
from tests.fakes.discord.rest import Answer, Call, Route
from tests.fakes.discord.seats import event, seat

DEADLINE = 30.0


class UnusableAnswerError(Exception):
    """An answer that nobody would want to have timed."""


class Asker:
    """Asks ``/capacity minimax``.

    Args:
        discord: Where; it keeps no answers to what is asked here.
    """

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self._open: dict[str, tuple[float, asyncio.Future[float]]] = {}
        template = "/interactions/{interaction_id}/{token}/callback"
        route = Route(method="POST", template=template, answer=self._arrive, anonymous=True)
        self._usual = next(one for one in discord.server.routes if one.template == template)
        discord.server.routes = (route, *discord.server.routes)
        made = discord.kept.add(Draft(channel_id=discord.channel.id, body={"content": "?"}))
        self._message = payloads.message(made, discord.world.bot)

    async def ask(self) -> float:
        """Ask once; return the seconds until the answer arrived."""
        (took,) = await self.burst(1)
        return took

    async def burst(self, times: int) -> list[float]:
        """Ask several times at once; return the seconds until each answer arrived."""
        answers = []
        for payload in [self._event() for _ in range(times)]:
            token, answer = str(payload["token"]), asyncio.get_running_loop().create_future()
            answers.append(answer)
            self._open[token] = (time.perf_counter(), answer)
            self._discord.gateway.publish("INTERACTION_CREATE", payload)
        async with asyncio.timeout(DEADLINE):
            return list(await asyncio.gather(*answers))

    def _event(self) -> Json:
        discord = self._discord
        sitting = seat(discord.world, discord.member, discord.channel)
        asked = Interaction(
            id=discord.world.snowflakes.next(),
            token=secrets.token_urlsafe(48),
            kind=InteractionType.COMMAND,
            channel_id=discord.channel.id,
            person=sitting.person,
            at=discord.world.clock(),
            began=time.monotonic(),
        )
        command = next(one for one in discord.commands(discord.guild) if one.name == "capacity")
        sent = {
            "id": str(command.id),
            "name": command.name,
            "type": 1,
            "guild_id": str(discord.guild.id),
            "options": [{"name": "provider", "type": 3, "value": "minimax"}],
        }
        return {**event(discord.world, asked, sitting), "data": sent}

    def _arrive(self, call: Call) -> Answer:
        if call.ids["token"] not in self._open:
            return self._usual.answer(call)
        asked, answer = self._open.pop(call.ids["token"])
        body = call.object()
        if body.get("type") == CallbackType.MESSAGE and body["data"].get("embeds"):
            answer.set_result(time.perf_counter() - asked)
        else:
            answer.set_exception(UnusableAnswerError(str(body)[:300]))
        shown = {**self._message, "id": str(self._discord.world.snowflakes.next())}
        about: Json = {
            "id": call.ids["interaction_id"],
            "type": int(InteractionType.COMMAND),
            "response_message_id": shown["id"],
        }
        return Answer(body={"interaction": about, "resource": {"type": int(CallbackType.MESSAGE), "message": shown}})
