"""``/report every``, ``list`` and ``stop``: what is stored, what is answered, and what is refused."""

import asyncio
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.chat.command_options import ChannelChoice
from bot.chat.dispatcher import Dispatcher
from bot.chat.feature import Caller, Feature
from bot.chat.message import Message
from bot.chat.report.schedule_commands import ScheduleCommands
from bot.chat.wording.refusal_sentences import NO_DATABASE
from bot.reports.report_schedule import MAX_PER_GUILD
from bot.storage.database import Store
from tests.chat.drawn import drawn, refused
from tests.chat.known_channels import NO_CHANNEL, KnownChannels
from tests.chat.samples import NAMES
from tests.chat.unplugged import unplug
from tests.delivery.far_end_log import Clock
from tests.moments import after
from tests.rows import each_row

BOSS = Caller(guild=5, channel=7, member=8, may_manage=True)
KIM = replace(BOSS, member=3, may_manage=False)
DUE = after(days=3, hours=-5)  # Monday 09:00 in Berlin, where it is Friday, 14:00


class Studio:
    """The commands with everything they need, on a real database.

    Attributes:
        changes: How often a schedule was added.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.channels = KnownChannels()
        self.changes = 0
        commands = ScheduleCommands(
            store.reports, self.channels, changed=self._count, zone=ZoneInfo("Europe/Berlin"), now=self.clock
        )
        self.feature = Feature(name="report", commands=commands.commands(), actions=commands.actions())
        self.dispatcher = Dispatcher([self.feature], NAMES)

    async def use(self, verb: str, caller: Caller = BOSS, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        (command,) = (one for one in self.feature.commands if one.name == f"report {verb}")
        return self._read(await self.dispatcher.run(command, caller, command.options(**values)))

    async def press(self, token: str, caller: Caller = BOSS) -> str:
        """Press a button and read the answer."""
        pressed = self.dispatcher.find(token)
        assert pressed is not None
        return self._read(await self.dispatcher.press(pressed, caller))

    async def suggested(self, verb: str, option: str, typed: str = "") -> list[str]:
        """Return what is suggested."""
        (command,) = (one for one in self.feature.commands if one.name == f"report {verb}")
        return [one.label for one in await command.suggest[option](BOSS, typed, {})]

    def _count(self) -> None:
        self.changes += 1

    def _read(self, answer: Message) -> str:
        assert answer.private
        assert refused(answer) == []
        return drawn(answer)


@pytest.fixture
def studio(store: Store) -> Studio:
    return Studio(store)


LINE = "**1** · <#8> · every week, Monday 09:00 (Europe/Berlin) · by <@8>"
NEXT = f"Next: <t:{int(DUE.timestamp())}:f>, <t:{int(DUE.timestamp())}:R>"


async def test_a_report_is_added_listed_stopped_and_brought_back(studio: Studio) -> None:
    assert "`/report every` posts one every week or month." in await studio.use("list", KIM)
    added = await studio.use("every", when="mon 9", channel=ChannelChoice(id=8))
    assert added == f"[free] Report 1 added\n{LINE}\n{NEXT}\n`/report stop report:1` ends it."
    (stored,) = await studio.store.reports.all()
    assert (stored.channel, stored.due_at, stored.zone, studio.changes) == (8, DUE, "Europe/Berlin", 1)
    await studio.use("every", when="1st")
    assert "**2** · <#7> · every month, on the 1st 09:00 (Europe/Berlin)" in await studio.use("list", KIM)
    studio.channels.lacking[8] = ("The bot lacks Embed Links there.",)
    assert f"{LINE}\n{NEXT}\n⚠️ The bot lacks Embed Links there." in await studio.use("list", KIM)
    assert await studio.suggested("stop", "report", "alerts") == ["1 · #alerts · Monday 09:00"]
    assert f"[unknown] Report 1 stopped\n{LINE}" in await studio.use("stop", report=1)
    studio.channels.lacking.clear()
    studio.clock.at = after(days=30)
    assert "Report 1 added" in await studio.press("report:undo:1")
    assert [one.id for one in await studio.store.reports.all()] == [1, 2]
    assert (await studio.store.reports.all())[0].due_at > studio.clock.at
    assert "Report 1 added" in await studio.press("report:undo:1")  # a double-click
    assert "can't be undone any more. `/report every`" in await studio.press("report:undo:3")
    await studio.use("stop", report=1)
    at_once = await asyncio.gather(*(studio.press("report:undo:1") for _ in range(2)))
    assert ["Report 1 added" in one for one in at_once] == [True, True]
    assert [one.id for one in await studio.store.reports.all()] == [1, 2]


@each_row(
    ("caller", "values", "sentence"),
    [
        (KIM, {"when": "Monday 09:00"}, "`/report every` needs Manage Server. `/report now` is for everyone."),
        (BOSS, {"when": "soon"}, "such as Monday 09:00 (every week) or 1st 09:00 (every month). Clock times are in"),
        (BOSS, {"when": "Monday 25:00"}, "A time is from 00:00 to 23:59"),
        (BOSS, {"when": "32nd"}, "A month has the 1st to the 31st"),
        (BOSS, {"when": "Monday", "channel": ChannelChoice(id=99)}, "That channel is gone."),
        (replace(BOSS, guild=6), {"when": "Monday"}, "That channel is gone."),
    ],
)
async def test_what_can_not_be_is_refused_and_nothing_stored(
    studio: Studio, caller: Caller, values: dict[str, Any], sentence: str
) -> None:
    assert sentence in (await studio.use("every", caller, **values)).replace("\\", "")
    assert (await studio.store.reports.all(), studio.changes) == ((), 0)


async def test_a_channel_where_the_bot_may_not_write_is_named_at_once(studio: Studio) -> None:
    studio.channels.lacking[8] = ("The bot lacks Send Messages there.",)
    said = await studio.use("every", when="Monday", channel=ChannelChoice(id=8))
    assert "A report can't come in that channel. The bot lacks Send Messages there." in said
    assert NO_CHANNEL not in said
    assert await studio.store.reports.all() == ()


async def test_the_same_twice_and_too_many_are_refused(studio: Studio) -> None:
    await studio.use("every", when="Monday")
    assert "That report comes already: it is number 1." in await studio.use("every", when="every monday at 9")
    for day in range(1, MAX_PER_GUILD):
        await studio.use("every", when=f"{day}th")
    assert "There can be 10 reports here" in await studio.use("every", when="Friday")


async def test_another_server_neither_sees_nor_stops_nor_brings_back(studio: Studio) -> None:
    await studio.use("every", when="Monday")
    stranger = replace(BOSS, guild=6)
    assert "No scheduled reports" in await studio.use("list", stranger)
    assert "There is no report 1 here" in await studio.use("stop", stranger, report=1)
    await studio.use("stop", report=1)
    assert "There is no report 1 here" in await studio.press("report:undo:1", stranger)
    assert "That button needs Manage Server." in await studio.press("report:undo:1", KIM)
    assert "`/report stop` needs Manage Server." in await studio.use("stop", KIM, report=1)


async def test_times_are_suggested_with_their_zone(studio: Studio) -> None:
    assert (await studio.suggested("every", "when", "fr"))[0] == "Friday 17:00 (Europe/Berlin)"


async def test_a_database_that_is_away_is_named(studio: Studio) -> None:
    await unplug(studio.store, "report_schedule")
    for verb, values in (("every", {"when": "Monday"}), ("list", {}), ("stop", {"report": 1})):
        assert NO_DATABASE in await studio.use(verb, **values)
    assert await studio.suggested("stop", "report") == []
