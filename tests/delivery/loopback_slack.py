"""Slack, with the bot's real port and a loopback far end."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.chat.slack.slack_ids import message_number_of, number_of, slack_id_of
from bot.delivery.message_port import MessagePort
from bot.platforms import Platform
from tests.chat.slack.posting import posting
from tests.delivery.loopback_platform import LoopbackPlatform
from tests.fakes.slack import Fault, SlackWorkspace
from tests.fakes.slack.records import Message

_POST = "chat.postMessage"


class LoopbackSlack(LoopbackPlatform):
    """Slack.

    Args:
        slack: Where it is.
        port: What posts there.
    """

    platform = Platform.SLACK

    def __init__(self, slack: SlackWorkspace, port: MessagePort) -> None:
        self._slack = slack
        self.port = port
        self.channel = number_of(slack.channel.id)
        self.other = number_of(slack.world.add_channel("films").id)

    @override
    def posts(self, channel: int | None = None) -> list[int]:
        return [message_number_of(message.ts) for message in self._slack.posts(slack_id_of(channel or self.channel))]

    @override
    def shown(self, message_id: int) -> str:
        message = self._message(message_id)
        return f"{message.text} {message.blocks} {message.attachments}"

    @override
    def attempts(self) -> int:
        return len(self._slack.calls(_POST))

    @override
    def edits(self) -> int:
        return len(self._slack.calls("chat.update"))

    @override
    def searches(self) -> int:
        return len(self._slack.calls("conversations.history"))

    @override
    def lose_answer(self, *, stored: bool) -> None:
        self._slack.faults.add(_POST, Fault.lose(stored=stored))

    @override
    def fail(self, *, stored: bool) -> None:
        self._slack.faults.add(_POST, Fault.error("internal_error", stored=stored))

    @override
    def land_late(self, after: timedelta) -> None:
        self._slack.faults.add(_POST, Fault.late(after.total_seconds()))

    @override
    def limit(self, retry_after: timedelta) -> None:
        self._slack.faults.add(_POST, Fault.limited(int(retry_after.total_seconds())))

    @override
    def refuse_token(self) -> Callable[[], None]:
        return self._slack.faults.add(_POST, Fault.error("token_revoked"), times=None).lift

    @override
    def refuse_message(self) -> None:
        self._slack.faults.add(_POST, Fault.error("invalid_arguments"), times=2)

    @override
    def close(self, channel: int) -> None:
        self._slack.world.kick(slack_id_of(channel))

    @override
    def delete(self, message_id: int) -> None:
        self._slack.delete(self._message(message_id))

    @override
    def forget_keys(self) -> None:
        pass  # it never drops one

    @override
    def talk(self, messages: int) -> None:
        for number in range(messages):
            self._slack.say(f"said {number}")

    @override
    async def down(self) -> None:
        await self._slack.down()

    @override
    async def up(self) -> None:
        await self._slack.up()

    def _message(self, message_id: int) -> Message:
        (message,) = (each for each in self._slack.posts() if message_number_of(each.ts) == message_id)
        return message


@contextlib.asynccontextmanager
async def loopback_slack(_: pytest.MonkeyPatch) -> AsyncIterator[LoopbackPlatform]:
    """Serve a Slack, and call it."""
    async with SlackWorkspace() as slack:
        async with posting(slack, tried_every=0.2) as bot:
            yield LoopbackSlack(slack, bot.delivery)
        assert slack.problems == []
