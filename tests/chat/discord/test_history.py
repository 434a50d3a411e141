"""``/history`` and ``/report`` on Discord: deferred at once, a picture with its words, and nothing lost on the way."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from typing_extensions import override

from bot.chat.discord.discord_client import CapacityClient
from bot.chat.discord.history import history_command, report_command
from bot.chat.embeds.history import NO_PICTURE
from bot.chat.old_history import HistoryAnswers
from bot.chat.old_report import Reports
from tests.chat.asked import PNG, Lived
from tests.chat.discord.watching import Studio, said, serving
from tests.chat.samples import NAMES, WORDS
from tests.fakes.discord import CallbackType, Discord, Fault
from tests.fakes.discord.options import Value
from tests.history.pasts import past
from tests.moments import after

EDIT = ("PATCH", "/webhooks/*/*/messages/@original")
LIVED = tuple(replace(mark, at=after(hours=-2)) for mark in past({"200300": "3"}))


class HistoryStudio(Studio):
    """A studio with a past."""

    def __init__(self, discord: Discord) -> None:
        super().__init__(discord)
        self.lived = Lived(*LIVED)

    @override
    def client(self) -> CapacityClient:
        made, past = super().client(), self.lived.past()
        answers = HistoryAnswers(self.answers.subjects, past, self.lived, names=NAMES)
        made.tree.add_command(history_command(answers))
        made.tree.add_command(report_command(Reports(self.watchers, WORDS, past, waits=self.lived.waits, names=NAMES)))
        return made


@contextlib.asynccontextmanager
async def _opened(discord: Discord) -> AsyncIterator[HistoryStudio]:
    made = HistoryStudio(discord)
    async with serving(made):
        yield made


@pytest.fixture
async def studio(discord: Discord) -> AsyncIterator[HistoryStudio]:
    async with _opened(discord) as made:
        yield made


@pytest.mark.parametrize("fault", [None, Fault.lose(), Fault.lose(stored=False), Fault.status(503)])
async def test_a_picture_comes_whole_and_once_with_its_words(studio: HistoryStudio, fault: Fault | None) -> None:
    if fault is not None:
        studio.discord.faults.add(*EDIT, fault)
    reply = await studio.discord.use("history", {"provider": "minimax", "account": "studio-a"})
    assert reply.kind is CallbackType.DEFERRED_MESSAGE
    assert not reply.ephemeral
    await studio.discord.wait_for(lambda: len(reply.message.attachments) == 1 and not reply.message.loading, 10)

    (picture,) = reply.message.attachments
    assert picture.content == PNG
    assert str(picture.description).startswith("MiniMax · studio-a: slots in use over time")
    assert reply.embeds[0]["image"]["url"].endswith(f"/{picture.id}/history.png")
    assert "last 24 hours" in reply.embeds[0]["title"]


async def test_without_a_picture_there_are_figures(studio: HistoryStudio) -> None:
    studio.lived.fails = True
    reply = await studio.discord.use("history", {"provider": "minimax", "hours": 2})
    await studio.discord.wait_for(lambda: not reply.message.loading, 10)
    assert NO_PICTURE in str(reply.embeds[0]["description"])
    assert "image" not in reply.embeds[0]
    assert reply.message.attachments == ()


async def test_a_mistake_is_answered_privately_and_nothing_is_deferred(studio: HistoryStudio) -> None:
    mistakes: list[dict[str, Value]] = [{"hours": 0}, {"provider": "kling"}, {"account": "?"}]
    for mistake in mistakes:
        reply = await studio.discord.use("history", {"provider": "minimax", **mistake})
        assert reply.kind is CallbackType.MESSAGE
        assert said(reply)
    reply = await studio.discord.use("report", {"days": 31})
    assert "days can be 1 to 30" in said(reply)


async def test_accounts_are_suggested_and_a_report_is_for_everybody(studio: HistoryStudio) -> None:
    offered = await studio.discord.autocomplete("history", {"provider": "minimax"}, focused="account", value="stu")
    assert [one.name for one in offered] == ["studio-a"]
    reply = await studio.discord.use("report")
    assert not reply.ephemeral
    assert [field["name"] for field in reply.embeds[0]["fields"]] == ["MiniMax", "Kling"]
