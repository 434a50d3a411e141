"""``/doctor``: for whom it is, and that it says what was found."""

from dataclasses import replace

from bot.chat.command_options import NoOptions
from bot.chat.discord.feature_commands import commands_of
from bot.chat.dispatcher import Dispatcher
from bot.chat.doctor.handler import DoctorHandler
from bot.chat.feature import Caller
from bot.chat.message import Button
from bot.chat.wording.account_names import AccountNames
from bot.health.doctor_findings import ChannelHealth, Diagnosis, GivenUpAlert, OutboxStatistics, Setting
from bot.subscriptions.mute import Mute, MuteRegistry
from tests.chat.doctor.test_doctor_wording import DIAGNOSIS
from tests.chat.drawn import drawn
from tests.chat.known_channels import KnownChannels
from tests.moments import NOON, after
from tests.rows import each_row


class _Stored:
    """A mute in the channel of alerts, and one in another."""

    async def all(self) -> tuple[Mute, ...]:
        return tuple(Mute(id=one, guild=1, channel=one, by=9, until=after(hours=1)) for one in (123, 5))

    async def add(self, mute: Mute) -> int:
        raise NotImplementedError

    async def remove(self, mute_id: int) -> None:
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
    assert "[free] All is well" in drawn(await handler.run(caller, NoOptions()))
    await mutes.load()
    assert "[free] The bot is well, alerts are muted in 1 channel" in drawn(await handler.run(caller, NoOptions()))


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
    dispatcher, caller = Dispatcher([handler.feature()], AccountNames()), Caller(guild=1, channel=2, member=3)
    _, button = (await handler.run(caller, NoOptions())).actions
    assert isinstance(button, Button)
    assert (button.label, button.action) == ("Search for providers", "doctor:search")
    pressed = dispatcher.find(button.action)
    assert pressed is not None
    assert "needs Manage Server" in drawn(await dispatcher.press(pressed, caller))
    answer = await dispatcher.press(pressed, replace(caller, may_manage=True))
    assert (searched, answer.private) == ([1], True)


async def test_where_the_settings_name_the_providers_there_is_nothing_to_search() -> None:
    (button,) = (await _handler().run(Caller(guild=1, channel=2, member=3), NoOptions())).actions
    assert isinstance(button, Button)
    assert button.action == "doctor:settings"


async def test_who_may_manage_the_server_sees_the_settings_behind_a_button() -> None:
    feature = _handler().feature()
    dispatcher = Dispatcher([feature], AccountNames())
    caller = Caller(guild=1, channel=2, member=3)
    pressed = dispatcher.find("doctor:settings")
    assert pressed is not None
    assert "needs Manage Server" in drawn(await dispatcher.press(pressed, caller))
    answer = await dispatcher.press(pressed, replace(caller, may_manage=True))
    assert "`DISCORD_TOKEN` set" in drawn(answer)
    assert answer.private


def _found(given_up: tuple[GivenUpAlert, ...]) -> DoctorHandler:
    """Return a bot with servers 1 and 2, whose alert channel from the settings is in server 2."""

    async def seen() -> Diagnosis:
        channels = (
            ChannelHealth(id=123, guild=1, source="watch 1", missing=()),
            ChannelHealth(id=8, source="from settings", missing=(), of_settings=True),
            ChannelHealth(id=-8, source="from settings", missing=(), of_settings=True),
        )
        settings = {
            "ALERT_CHANNEL_ID": "8",
            "ALERT_ROLE_ID": "88",
            "DISCORD_GUILD_IDS": "1, 2",
            "SLACK_ALERT_CHANNEL_ID": "C8",
            "SLACK_MANAGERS": "U1, U2",
            "SLACK_TEAM_IDS": "T1",
            "POLL_SECONDS": "30",
        }
        return replace(
            DIAGNOSIS,
            channels=channels,
            outbox=OutboxStatistics(given_up=given_up),
            settings=tuple(Setting(name=name, value=value) for name, value in settings.items()),
        )

    known = KnownChannels(names={8: "alerts", 9: "renders"}, guilds={8: 2, 9: 2})
    return DoctorHandler(seen, AccountNames(), MuteRegistry(_Stored(), now=lambda: NOON), lambda *_: "MiniMax", known)


ONE, TWO, SLACK = (Caller(guild=guild, channel=2, member=3, may_manage=True) for guild in (1, 2, -1))


async def test_why_an_alert_was_given_up_is_for_the_server_of_its_channel() -> None:
    reasons = {123: "watched here", 8: "set there", 9: "a board there", 77: "in one that was deleted", -9: "on Slack"}
    handler = _found(tuple(GivenUpAlert(channel=one, at=NOON, reason=why) for one, why in reasons.items()))
    for caller, seen, here in ((ONE, "watched here", 1), (TWO, "set there", 2), (SLACK, "on Slack", 1)):
        said = drawn(await handler.run(caller, NoOptions()))
        assert f"{here} alert{'s' if here > 1 else ''} given up in the last 24 hours" in said
        assert [why for why in reasons.values() if why in said] == [seen]
        left = 5 - here
        assert f"Elsewhere, or in channels that are gone: {left} alerts given up." in said


async def test_what_was_given_up_elsewhere_alone_does_not_keep_all_from_being_well_here() -> None:
    handler = _found((GivenUpAlert(channel=9, at=NOON, reason="a board there"),))
    said = drawn(await handler.run(ONE, NoOptions()))
    assert said.startswith("[free] All is well")
    assert "Elsewhere, or in channels that are gone: 1 alert given up." in said


@each_row(
    ("caller", "shown"),
    [
        (ONE, ["set, not for here", "set, not for here", "2 in all", "set, not for here", "2 in all", "1 in all"]),
        (TWO, ["8", "88", "2 in all", "set, not for here", "2 in all", "1 in all"]),
        (SLACK, ["set, not for here", "set, not for here", "2 in all", "C8", "U1, U2", "T1"]),
    ],
)
async def test_settings_that_name_other_servers_do_not_say_which(caller: Caller, shown: list[str]) -> None:
    said = drawn(await _found(()).press_settings(caller, ())).split("\n")
    assert [line.partition("` ")[2] for line in said if line.startswith("`")] == [*shown, "30"]
