"""``/doctor``: for whom it is, and that it says what was found."""

from dataclasses import replace

import pytest

from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import Dispatcher
from bot.chat.doctor.handler import DoctorHandler
from bot.chat.feature import Caller, NoOptions
from bot.chat.message import Button
from bot.chat.wording.account_names import AccountNames
from bot.errors import BadInput
from bot.health.doctor_findings import ChannelHealth, Diagnosis
from bot.subscriptions.mute import Mute
from bot.subscriptions.mute_registry import MuteRegistry
from tests.chat.doctor.test_doctor_wording import DIAGNOSIS
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.moments import NOON, after


class _Stored:
    """A mute in the channel of alerts, and one in another."""

    async def mutes(self) -> tuple[Mute, ...]:
        return tuple(Mute(id=one, guild=1, channel=one, by=9, until=after(hours=1)) for one in (123, 5))

    async def add_mute(self, mute: Mute) -> int:
        raise NotImplementedError

    async def remove_mute(self, mute_id: int) -> None:
        raise NotImplementedError


async def _examine() -> Diagnosis:
    return replace(DIAGNOSIS, watcher=False)


def _handler(mutes: MuteRegistry | None = None) -> DoctorHandler:
    none = mutes or MuteRegistry(_Stored(), now=lambda: NOON)
    title = "{} {}".format
    return DoctorHandler(_examine, AccountNames(), none, title, KnownChannels())


async def test_a_diagnosis_is_shown_to_nobody_but_who_asks() -> None:
    message = await _handler().run(Caller(guild=1, channel=2, member=3), NoOptions())
    assert message.private
    assert "Checks are overdue" in drawn(message)


async def test_a_channel_that_is_muted_is_named_and_its_mutes() -> None:
    mutes = MuteRegistry(_Stored(), now=lambda: NOON)
    await mutes.load()
    said = drawn(await _handler(mutes).run(Caller(guild=1, channel=2, member=3), NoOptions()))
    assert "🔕 **None None** · muted here by <@9> until <t:" in said
    assert said.count("🔕") == 1


async def test_a_bot_that_is_well_but_muted_does_not_say_that_all_is_well() -> None:
    async def well() -> Diagnosis:
        return DIAGNOSIS

    mutes = MuteRegistry(_Stored(), now=lambda: NOON)
    handler = DoctorHandler(well, AccountNames(), mutes, lambda *_: "MiniMax", KnownChannels())
    caller = Caller(guild=1, channel=2, member=3)
    assert "Doctor · all is well" in drawn(await handler.run(caller, NoOptions()))
    await mutes.load()
    assert "Doctor · the bot is well, alerts are muted in 1 channel" in drawn(await handler.run(caller, NoOptions()))


async def test_channels_and_mutes_of_other_servers_are_counted_and_not_named() -> None:
    async def seen() -> Diagnosis:
        lacking = ChannelHealth(id=5, guild=2, source="watch 3", missing=("The bot lacks Send Messages there.",))
        own = ChannelHealth(id=123, guild=1, source="watch 1, watch 2", missing=())
        return replace(DIAGNOSIS, channels=(own, lacking, ChannelHealth(id=8, source="from settings", missing=())))

    mutes = MuteRegistry(_Stored(), now=lambda: NOON)
    await mutes.load()
    handler = DoctorHandler(seen, AccountNames(), mutes, lambda *_: "MiniMax", KnownChannels(guilds={8: 2}))
    here, there = [drawn(await handler.run(Caller(guild=guild, channel=2, member=3), NoOptions())) for guild in (1, 2)]
    assert [name for name in ("<#123>", "<#5>", "<#8>", "watch 3", "Send Messages") if name in here] == ["<#123>"]
    assert "Elsewhere on Discord: 2 channels; ⚠️ something is missing in 1." in here
    assert [name for name in ("<#123>", "<#5>", "<#8>", "watch 1") if name in there] == ["<#5>", "<#8>"]
    assert "Elsewhere on Discord: 1 channel." in there
    assert (here.count("🔕"), there.count("🔕")) == (1, 1)


def test_it_is_offered_to_those_who_may_manage_the_guild() -> None:
    feature = _handler().feature()
    (command,) = commands_of(feature, Dispatcher([feature], AccountNames()))
    assert command.name == "doctor"
    assert command.default_permissions is not None
    assert command.default_permissions.manage_guild
    assert feature.commands[0].private


async def test_who_may_manage_the_server_can_have_providers_searched_for() -> None:
    searched: list[int] = []

    async def search() -> None:
        searched.append(1)

    mutes = MuteRegistry(_Stored(), now=lambda: NOON)
    handler = DoctorHandler(_examine, AccountNames(), mutes, lambda *_: "MiniMax", KnownChannels(), search=search)
    caller = Caller(guild=1, channel=2, member=3)
    (button,) = (await handler.run(caller, NoOptions())).actions
    assert isinstance(button, Button)
    assert (button.label, button.action) == ("Search for providers", "doctor:search")
    with pytest.raises(BadInput, match="Manage Server"):
        await handler.press_search(caller, ())
    answer = await handler.press_search(replace(caller, may_manage=True), ())
    assert (searched, answer.private) == ([1], True)


async def test_where_the_settings_name_the_providers_there_is_nothing_to_search() -> None:
    assert (await _handler().run(Caller(guild=1, channel=2, member=3), NoOptions())).actions == ()
