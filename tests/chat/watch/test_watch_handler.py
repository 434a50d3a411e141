"""``/watch``: what is stored, what is answered, and what is refused with nothing stored."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.accounts.provider_answer import ListedSlots
from bot.alerts.alert import Drill
from bot.chat.dispatcher import NOT_STORED, Dispatcher
from bot.chat.feature import Caller, ChannelChoice, Choice, RoleChoice
from bot.chat.message import Message
from bot.chat.watch.handler import WatchHandler
from bot.chat.wording.provider_words import ProviderWords
from bot.delivery.drill import DrillRunner
from bot.storage.store import Store
from bot.subscriptions.mute import Mute
from bot.subscriptions.mute_registry import MuteRegistry
from bot.subscriptions.quiet_hours import QuietHours
from bot.subscriptions.watch import FROM_SETTINGS, MAX_PER_GUILD, Ping, Style, Tell, Watch, When
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.drawn import drawn
from tests.chat.known_channels import NO_CHANNEL, NO_ROLE, KnownChannels
from tests.chat.samples import NAMES, WORDS
from tests.chat.two_providers import TwoProviders
from tests.chat.unplugged import unplug
from tests.delivery.far_end_log import Clock

GUILD, HOME, ALERTS, ROLE = 5, 7, 8, 9
CALLER = Caller(guild=GUILD, channel=HOME, member=3)
NIGHT = QuietHours(begin=time(22), end=time(8), zone="Europe/Berlin")
OURS: Mapping[str, type[ChannelChoice | RoleChoice]] = {"channel": ChannelChoice, "role": RoleChoice}


class Studio:
    """A feature with everything it needs, on a real database.

    Attributes:
        store: The database.
        channels: What is known of channels.
        watches: All watches.
        mutes: All mutes.
        providers: The providers.
    """

    def __init__(self, store: Store, settings: Watch | None, words: Mapping[str, ProviderWords] = WORDS) -> None:
        self.store = store
        self.clock = Clock()
        self.channels = KnownChannels()
        self.watches = WatchRegistry(store.watches, () if settings is None else (settings,))
        self.mutes = MuteRegistry(store.mutes, now=self.clock)
        self.providers = TwoProviders(self.clock, words=words)
        drill = DrillRunner(store, lambda: None, now=self.clock, sleep=self._tell)
        feature = WatchHandler(self.watches, self.providers.lookup, self.channels, drill, self.mutes).feature()
        self.feature = feature
        self.dispatcher = Dispatcher([feature], NAMES)

    async def use(self, verb: str, /, **values: Any) -> str:  # noqa: ANN401 - options have many types
        """Use a command and read the answer."""
        return await self.use_as(CALLER, verb, values)

    async def use_as(self, caller: Caller, verb: str, values: Mapping[str, Any]) -> str:
        """Use a command as somebody else."""
        (command,) = (one for one in self.feature.commands if one.name == f"watch {verb}")
        options = command.options(**{name: OURS[name](id=one) if name in OURS else one for name, one in values.items()})
        answer = await self.dispatcher.run(command, caller, options)
        assert isinstance(answer, Message)
        assert command.private
        return drawn(answer)

    async def suggested(self, verb: str, option: str, typed: str = "", caller: Caller = CALLER) -> list[Choice]:
        """Return what is suggested."""
        (command,) = (one for one in self.feature.commands if one.name == f"watch {verb}")
        return list(await command.suggest[option](caller, typed, {}))

    async def stored(self) -> dict[int, Watch]:
        """Return the stored watches by their numbers."""
        return {watch.id: watch for watch in await self.store.watches.watches()}

    async def _tell(self, seconds: float) -> None:
        """Let what is owed arrive while somebody waits for it."""
        for channel in await self.store.owed_channels():
            owed = await self.store.oldest_owed(channel)
            assert owed is not None
            assert owed.alert.content == Drill()
            assert owed.alert.roles == (ROLE,)
            await self.store.mark_delivered(owed.id, 1, self.clock.at + timedelta(seconds=2 * seconds))


@pytest.fixture
def server() -> None:
    """Use SQLite only: what is kept where is tested with the store."""


@pytest.fixture
async def studio(store: Store) -> Studio:
    made = Studio(store, Watch(id=FROM_SETTINGS, guild=None, channel=HOME))
    await made.providers.look()
    return made


async def test_all_that_was_asked_is_stored_said_and_logged(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    answer = await studio.use(
        "add", provider="minimax", account="jo…@example.com", channel=ALERTS, role=ROLE, when="full"
    )
    assert answer == (
        f"[free] Watch 1 added\n**1** · <#{ALERTS}> · MiniMax · jo…@example.com · full only"
        f" · pings <@&{ROLE}> when it is full\nTry it: `/watch test watch:1`"
    )
    asked = {"account": "joanna@example.com", "role": ROLE, "when": When.FULL}
    assert await studio.stored() == {1: Watch(id=1, guild=GUILD, channel=ALERTS, provider="minimax", **asked)}  # type: ignore[arg-type]  # fields by name
    line = f"Member 3 added watch 1: channel {ALERTS} hears of MiniMax · jo…@example.com"
    terms = "hold 0 s, warn None, quiet None, style post."
    assert f"{line} (everything, full) and pings role {ROLE} (nothing_free); {terms}" in caplog.messages

    terms_asked: dict[str, Any] = {
        "ignore_shorter_than": "60",
        "warn": 3,
        "quiet": "22:00 - 08:00 Europe/Berlin",
        "style": "edit",
        "tell": "accounts",
        "ping": "any_full",
    }
    answer = await studio.use("add", provider="minimax", **terms_asked)
    said = "accounts only · ignores anything shorter than 1m · alert at 3 free · quiet `22:00-08:00 Europe/Berlin`"
    assert f"{said} · edits one message" in answer
    stored = (await studio.stored())[2]
    assert (stored.hold, stored.warn, stored.quiet) == (timedelta(minutes=1), 3, NIGHT)
    assert (stored.style, stored.tell, stored.ping) == (Style.EDIT, Tell.ACCOUNTS, Ping.ANY_FULL)
    assert any("; hold 60 s, warn 3, quiet 22:00-08:00 Europe/Berlin, style edit." in said for said in caplog.messages)


async def test_this_channel_all_accounts_and_all_changes_unless_told_otherwise(studio: Studio) -> None:
    await studio.use("add", provider="kling")
    answer = await studio.use("add", provider="all", channel=ALERTS)
    assert await studio.stored() == {
        1: Watch(id=1, guild=GUILD, channel=HOME, provider="kling"),
        2: Watch(id=2, guild=GUILD, channel=ALERTS),
    }
    assert f"<#{ALERTS}> · All providers · provider and accounts\n" in answer


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"provider": "all", "account": "200300"}, "An account belongs to one provider"),
    ({"provider": "minimax", "account": "nobody"}, "There are: studio-a, jo"),
    ({"provider": "minimax", "account": "kling/studio-a"}, "MiniMax has no account kling"),
    ({"provider": "kling", "account": "200300"}, "No account of Kling is known yet; leave"),
    ({"provider": "pixverse"}, "There is no provider pixverse here. There are: MiniMax, Kling."),
    ({"provider": "all"}, "the watch from the settings"),
    ({"provider": "kling", "role": 10}, "That role is gone."),
    ({"provider": "kling", "channel": 10}, "That channel is gone."),
)


async def test_what_does_not_exist_is_refused_and_nothing_stored(studio: Studio) -> None:
    said = [await studio.use("add", **values) for values, _ in REFUSED]
    assert [
        (sentence, answer) for (_, sentence), answer in zip(REFUSED, said, strict=True) if sentence not in answer
    ] == []
    assert await studio.stored() == {}


# What is asked of a watch for MiniMax, unless it names another provider, and what is answered.
IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"ignore_shorter_than": "-1"}, "ignore_shorter_than is a duration such as 30s or 2m, at most 24h; 0 posts"),
    ({"ignore_shorter_than": "86401"}, "at most 24h"),
    ({"ignore_shorter_than": "soon"}, "such as 30s"),
    ({"ignore_shorter_than": "until 08:00"}, "such as 30s"),
    ({"ignore_shorter_than": "9" * 6000}, "such as 30s"),
    ({"warn": -1}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 0}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 8}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 8, "provider": "all"}, "MiniMax has 8 slots: warn can be 1 to 7."),
    ({"warn": 0, "provider": "kling"}, "warn is a number of free slots, from 1 to 100000."),
    ({"warn": 2**53, "provider": "kling"}, "to 100000"),
    ({"warn": 3, "account": "200300"}, "warn is about all accounts of a provider: leave the account out"),
    ({"tell": "stuck", "ignore_shorter_than": "1m"}, "A watch for stuck jobs tells of each job once: ignore_shorter"),
    ({"tell": "stuck", "warn": 3}, "set ignore_shorter_than to 0, no_warn"),
    ({"tell": "stuck", "style": "edit"}, "A watch for stuck jobs"),
    ({"tell": "stuck", "when": "full"}, "A watch for stuck jobs"),
    ({"quota": 100}, "quota is a percentage from 1 to 99, or 0 for none."),
    ({"quota": -1}, "quota is a percentage from 1 to 99, or 0 for none."),
    ({"tell": "stuck", "quota": 80}, "A watch for stuck jobs"),
    ({"tell": "health", "warn": 3}, "A watch for accounts' health has nothing to do with slots"),
    ({"tell": "health", "when": "full"}, "A watch for accounts' health"),
    ({"tell": "health", "ignore_shorter_than": "1m"}, "A watch for accounts' health"),
    ({"tell": "provider", "account": "200300"}, "The provider as a whole is more than one account"),
    ({"quiet": "at night"}, "Quiet hours look like 22:00-08:00 Europe/Berlin"),
    ({"quiet": "22:00-24:00 UTC"}, "A time is from 00:00 to 23:59"),
    ({"quiet": "22:00-08:00 Mars/Olympus"}, "Mars/Olympus is no time zone; they are named like Europe"),
    ({"quiet": "22:00-22:00 UTC"}, "must end at another time"),
    ({"quiet": "x" * 6000}, "Quiet hours look like"),
)


async def test_terms_that_can_not_be_are_refused_and_nothing_stored_or_changed(studio: Studio) -> None:
    there = {}
    for provider, account in (("minimax", None), ("kling", None), (None, None), ("minimax", "200300")):
        blank = Watch(id=0, guild=GUILD, channel=ALERTS, provider=provider, account=account)
        there[provider or "all", account] = await studio.watches.add(blank)
    before = await studio.stored()
    wrong = []
    for values, sentence in IMPOSSIBLE:
        asked = {"provider": "minimax", **values}
        added = await studio.use("add", **asked)
        number = there[asked.pop("provider"), asked.pop("account", None)].id
        edited = await studio.use("edit", watch=number, **asked)
        wrong += [(values, answer) for answer in (added, edited) if sentence not in answer.replace("\\", "")]
    assert wrong == []
    assert await studio.stored() == before


async def test_the_ends_of_what_is_allowed_are_allowed(studio: Studio) -> None:
    await studio.use("add", provider="minimax", ignore_shorter_than="24h", warn=7)
    await studio.use("add", provider="kling", ignore_shorter_than="off", warn=100_000)
    stored = [(one.hold, one.warn) for one in (await studio.stored()).values()]
    assert stored == [(timedelta(days=1), 7), (timedelta(), 100_000)]

    studio.providers.rows["kling"] = (ListedSlots(account="a", limit=1, available=1),)
    await studio.providers.look()
    refused = await studio.use("add", provider="all", channel=ALERTS, warn=1)
    assert "Kling has 1 slot: warn is of no use there." in refused
    assert "alert at 1 free" in await studio.use("edit", watch=1, warn=1)


async def test_two_who_ask_for_the_same_at_once_get_one_watch(studio: Studio) -> None:
    both = await asyncio.gather(*(studio.use("add", provider="kling") for _ in range(2)))
    assert sorted("That channel listens to the same already: watch 1" in answer for answer in both) == [False, True]
    assert list(await studio.stored()) == [1]


async def test_one_watch_too_many_is_refused(studio: Studio) -> None:
    for number in range(MAX_PER_GUILD):
        await studio.watches.add(Watch(id=0, guild=GUILD, channel=number + 100, provider="kling"))
    assert "There can be 100 watches here" in await studio.use("add", provider="kling")
    assert len(await studio.stored()) == MAX_PER_GUILD


async def test_only_what_was_named_is_changed_and_can_be_taken_back(studio: Studio) -> None:
    terms: dict[str, Any] = {
        "ignore_shorter_than": "60s",
        "warn": 3,
        "quiet": "22:00-08:00 Europe/Berlin",
        "style": "edit",
    }
    await studio.use("add", provider="minimax", role=ROLE, **terms)
    expected = (await studio.stored())[1]
    steps: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"when": "full"}, {"when": When.FULL}),
        ({"channel": ALERTS}, {"channel": ALERTS}),
        ({"no_role": True}, {"role": None}),
        ({"role": ROLE}, {"role": ROLE}),
        ({"ignore_shorter_than": "0"}, {"hold": timedelta()}),
        ({"tell": "provider", "ping": "nobody"}, {"tell": Tell.PROVIDER, "ping": Ping.NOBODY}),
        ({"tell": "everything", "ping": "nothing_free"}, {"tell": Tell.EVERYTHING, "ping": Ping.NOTHING_FREE}),
        ({"quiet": " Off "}, {"quiet": None}),
        ({"no_warn": True}, {"warn": None}),
        ({"warn": 2}, {"warn": 2}),
        ({"no_warn": True, "no_role": True}, {"warn": None, "role": None}),
        ({"style": "post", "when": "both"}, {"style": Style.POST, "when": When.BOTH}),
    )
    answer = ""
    for asked, changes in steps:
        answer = await studio.use("edit", watch=1, **asked)
        expected = replace(expected, **changes)
        assert await studio.stored() == {1: expected}
    assert answer == (
        f"[free] Watch 1 changed\n**1** · <#{ALERTS}> · MiniMax · provider and accounts\nTry it: `/watch test watch:1`"
    )


async def test_a_watch_for_stuck_jobs_stands_beside_another_or_replaces_it(studio: Studio) -> None:
    await studio.use("add", provider="minimax", ignore_shorter_than="1m")
    assert "stuck jobs" in await studio.use("add", provider="minimax", tell="stuck")
    assert [one.tell for one in (await studio.stored()).values()] == [Tell.EVERYTHING, Tell.STUCK]
    await studio.use("remove", watch=2)
    assert "than to 0" in await studio.use("edit", watch=1, tell="stuck")
    await studio.use("edit", watch=1, tell="stuck", ignore_shorter_than="0")
    assert [(one.tell, one.hold) for one in (await studio.stored()).values()] == [(Tell.STUCK, timedelta())]


UNCHANGEABLE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("edit", {"watch": 2, "when": "full"}, "There is no watch 2 here"),
    ("edit", {"watch": 0, "when": "full"}, "That watch is from the settings"),
    ("edit", {"watch": 1}, "Say what to change, such as the channel"),
    ("edit", {"watch": 1, "no_role": True, "role": ROLE}, "Choose either a role or no\\_role"),
    ("edit", {"watch": 1, "no_warn": True, "warn": 1}, "Choose either warn or no\\_warn"),
    ("remove", {"watch": 2}, "There is no watch 2 here"),
    ("remove", {"watch": 0}, "That watch is from the settings"),
    ("test", {"watch": -5}, "There is no watch -5 here"),
)


async def test_what_can_not_be_changed_is_refused(studio: Studio) -> None:
    await studio.use("add", provider="minimax", warn=3)
    before = await studio.stored()
    for verb, values, sentence in UNCHANGEABLE:
        assert sentence in await studio.use(verb, **values)
    assert await studio.stored() == before


async def test_a_database_that_is_away_is_named_and_nothing_changed(studio: Studio) -> None:
    await studio.use("add", provider="kling")
    before = studio.watches.all()
    await unplug(studio.store, "watch", "alert")
    for verb, values in (
        ("add", {"provider": "minimax"}),
        ("edit", {"watch": 1, "when": "full"}),
        ("remove", {"watch": 1}),
        ("test", {"watch": 1}),
    ):
        assert NOT_STORED in await studio.use(verb, **values)
    assert studio.watches.all() == before


async def test_a_drill_goes_to_the_watchs_channel_and_ends_a_pause(studio: Studio) -> None:
    for provider in (None, "kling", "pixverse"):
        await studio.watches.add(Watch(id=0, guild=GUILD, channel=ALERTS, provider=provider, account="x", role=ROLE))
        studio.watches.pause(ALERTS, "it was refused")
        answer = await studio.use("test", watch=len(await studio.stored()))
        assert f"The drill arrived\n<#{ALERTS}> was told 0.20 s after" in answer
        assert not studio.watches.paused
        studio.clock.at += timedelta(seconds=1)  # the key of a drill names its moment


async def test_what_is_missing_is_said_until_it_is_mended(studio: Studio) -> None:
    lacks = "The bot lacks Send Messages there."
    studio.channels.lacking[ALERTS] = (lacks,)
    added = await studio.use("add", provider="kling", channel=ALERTS, role=ROLE)
    assert f"⚠️ {lacks}\nThe watch is stored all the same" in added
    assert f"⚠️ {lacks}" in await studio.use("list")
    studio.channels.lacking.clear()
    assert "⚠️" not in await studio.use("list")
    studio.channels.roles.clear()
    assert f"⚠️ {NO_ROLE}" in await studio.use("list")
    del studio.channels.names[ALERTS]
    assert f"⚠️ {NO_CHANNEL}" in await studio.use("list")


async def test_a_paused_channel_is_told_again_once_somebody_mended_it(studio: Studio) -> None:
    studio.watches.pause(HOME, "Discord said *no*")
    studio.watches.pause(ALERTS, "elsewhere")
    studio.channels.guilds[ALERTS] = 6
    studio.channels.lacking[HOME] = ("The bot lacks Send Messages there.",)
    added = await studio.use("add", provider="kling")
    assert r"⚠️ Nothing is told there until that is mended: Discord said \*no\*" in added
    studio.channels.lacking.clear()
    assert "⚠️" not in await studio.use("edit", watch=1, when="full")
    assert dict(studio.watches.paused) == {ALERTS: "elsewhere"}
    studio.watches.pause(HOME, "again")
    await studio.use("add", provider="minimax")
    assert dict(studio.watches.paused) == {ALERTS: "elsewhere"}


async def test_what_has_no_effect_is_said(studio: Studio) -> None:
    await studio.watches.add(Watch(id=0, guild=GUILD, channel=HOME, provider="pix*verse"))
    await studio.use("add", provider="minimax", when="freed", role=ROLE)
    await studio.use("add", provider="kling", warn=4)
    studio.providers.rows["kling"] = (ListedSlots(account="a", limit=4, available=1),)
    await studio.providers.look()
    _, settings, *lines = (await studio.use("list")).split("\n")
    nobody = "⚠️ Nobody is pinged: this rule posts nothing that is worth a ping."
    assert settings == f"**from settings** · <#{HOME}> · All providers · provider and accounts"
    assert lines == [
        rf"**1** · <#{HOME}> · pix\*verse · provider and accounts",
        "⚠️ Nothing is told of that provider: the setting PROVIDERS leaves it out.",
        f"**2** · <#{HOME}> · MiniMax · provider and accounts · freed only · pings <@&{ROLE}> when nothing is free",
        nobody,
        f"**3** · <#{HOME}> · Kling · provider and accounts · alert at 4 free",
        "⚠️ Kling has 4 slots: with warn 4 that is always low.",
    ]
    assert nobody not in await studio.use("edit", watch=2, warn=2)  # a low pool is pinged for


async def test_a_button_shows_its_page_as_it_is_now(studio: Studio) -> None:
    for number in range(10):
        await studio.watches.add(Watch(id=0, guild=GUILD, channel=number, provider="kling"))
    pressed = studio.dispatcher.find("watches:page:2")
    outdated = studio.dispatcher.find("watches:refresh:x")
    assert pressed is not None
    assert outdated is not None
    assert pressed.action.in_place
    member = await studio.dispatcher.press(pressed, CALLER)
    assert isinstance(member, Message)
    assert (member.private, "needs Manage Server" in drawn(member)) == (True, True)
    manager = replace(CALLER, may_manage=True)
    second = await studio.dispatcher.press(pressed, manager)
    assert isinstance(second, Message)
    assert "(Page 2 of 2)" in drawn(second)
    await studio.use("remove", watch=10)
    only = await studio.dispatcher.press(pressed, manager)
    assert isinstance(only, Message)
    assert "10 watches" in drawn(only)
    assert "Page" not in drawn(only)
    assert not only.private
    unreadable = await studio.dispatcher.press(outdated, manager)
    assert isinstance(unreadable, Message)
    assert "That button is from another version of the bot." in drawn(unreadable)


async def test_another_servers_watches_are_out_of_reach(store: Store) -> None:
    studio = Studio(store, Watch(id=FROM_SETTINGS, guild=None, channel=ALERTS))
    studio.channels.guilds[ALERTS] = 6
    await studio.watches.add(Watch(id=0, guild=6, channel=ALERTS, provider="kling"))
    assert await studio.suggested("remove", "watch") == []
    assert await studio.suggested("test", "watch") == []
    assert "There is no watch 1 here" in await studio.use("remove", watch=1)
    assert "from the settings" in await studio.use("test", watch=0)
    assert (await studio.use("list")).startswith("[unknown] No watches\n")
    assert "2 watches" in await studio.use_as(Caller(guild=6, channel=ALERTS, member=3), "list", {})
    assert await store.owed_channels() == ()


async def test_a_watch_is_suggested_with_what_it_stands_for(studio: Studio) -> None:
    await studio.use("add", provider="minimax", account="200300")
    await studio.watches.add(Watch(id=0, guild=GUILD, channel=99, provider="kling"))
    settings = Choice(label="0 · #general · All providers", value=0)
    one = Choice(label="1 · #general · MiniMax · studio-a", value=1)
    two = Choice(label="2 · channel 99 · Kling", value=2)
    assert await studio.suggested("edit", "watch") == [one, two]
    assert await studio.suggested("remove", "watch", "STUDIO") == [one]
    assert await studio.suggested("test", "watch") == [settings, one, two]
    assert await studio.suggested("test", "watch", "nothing of it") == []


async def test_accounts_and_quiet_hours_are_suggested_as_they_can_be_typed(studio: Studio) -> None:
    offered = await studio.suggested("add", "account", "stud")
    assert offered == [Choice(label="MiniMax · studio-a · 5 of 6 free", value="minimax/studio-a")]
    await studio.use("add", provider="minimax", account=offered[0].value)
    assert (await studio.stored())[1].account == "200300"

    for verb, typed, first in (
        ("add", "", ["22:00-08:00 Europe/Berlin", "22:00-08:00 Europe/London"]),
        ("add", "off", []),
        ("add", "21:30-7:00 ber", ["21:30-7:00 Europe/Berlin", "21:30-7:00 Atlantic/Bermuda"]),
        ("edit", "", ["off", "22:00-08:00 Europe/Berlin"]),
        ("edit", "O", ["off"]),
        ("edit", "tokyo", ["22:00-08:00 Asia/Tokyo"]),
    ):
        hours = await studio.suggested(verb, "quiet", typed)
        assert [choice.value for choice in hours][: len(first)] == first
        assert all(choice.label == choice.value for choice in hours)
    assert Choice(label="off", value="off") not in await studio.suggested("add", "quiet", "")
    for typed, spans in (("", ["30s", "1m", "2m", "5m", "10m"]), ("90", ["90s", "90m"]), ("until 8", [])):
        offered = await studio.suggested("edit", "ignore_shorter_than", typed)
        assert [choice.value for choice in offered] == spans


async def test_those_who_run_the_server_are_offered_what_can_be_chosen(studio: Studio) -> None:
    assert studio.feature.for_managers
    add, edit, *others = studio.feature.commands
    offered = {name: [choice.label for choice in choices] for name, choices in add.choices.items()}
    terms = {
        "tell": [
            "the provider, and each account silently",
            "the provider only: full / has room",
            "accounts only",
            "stuck jobs only",
            "accounts' health only: signed out, out of credits",
        ],
        "ping": ["nothing free", "any account full", "nobody"],
        "style": ["a message when it fills and one when it frees", "one message, edited"],
        "when": ["full and freed", "full only", "freed only"],
    }
    assert offered == terms
    providers = [choice.label for choice in await studio.suggested("add", "provider", "")]
    assert providers[0] == "All providers"
    assert [label.split(" · ")[0] for label in providers[1:]] == ["MiniMax", "Kling"]
    assert {name: [choice.label for choice in choices] for name, choices in edit.choices.items()} == terms
    assert [(command.name, command.choices) for command in others] == [
        ("watch remove", {}),
        ("watch test", {}),
        ("watch list", {}),
    ]


@pytest.mark.parametrize(
    ("muted", "seen"),
    [
        ({}, True),
        ({"provider": "minimax"}, True),
        ({"provider": "minimax", "account": "200300"}, True),
        ({"provider": "minimax", "account": "joanna@example.com"}, False),
        ({"provider": "kling"}, False),
        ({"channel": 99}, False),
    ],
)
async def test_a_watch_whose_channel_is_muted_says_so(studio: Studio, muted: dict[str, Any], seen: bool) -> None:  # noqa: FBT001 - a row's column
    await studio.use("add", provider="minimax", account="studio-a", channel=ALERTS, role=ROLE)
    until = studio.clock() + timedelta(hours=1)
    usual: dict[str, Any] = {"id": 0, "guild": GUILD, "channel": ALERTS, "by": 4, "until": until}
    await studio.mutes.add(Mute(**{**usual, **muted}))
    for said in (await studio.use("list"), await studio.use("test", watch=1)):
        assert ("is muted here by <@4> until <t:" in said) == seen
        assert said.startswith("[tight]" if seen else "[free]")


async def test_a_watch_that_was_removed_comes_back_with_undo(studio: Studio) -> None:
    await studio.use("add", provider="minimax", channel=ALERTS, role=ROLE, ignore_shorter_than="30s", quiet=str(NIGHT))
    (before,) = (await studio.stored()).values()
    await studio.use("remove", watch=1)
    undo = studio.dispatcher.find("watches:undo:1")
    assert undo is not None

    async def press(caller: Caller) -> str:
        answer = await studio.dispatcher.press(undo, caller)
        assert isinstance(answer, Message)
        return drawn(answer)

    boss = replace(CALLER, may_manage=True)
    for caller, why in ((CALLER, "needs Manage Server"), (replace(boss, guild=6), "There is no watch 1 here")):
        assert why in await press(caller)
    assert "Watch 2 added again" in await press(boss)
    assert await studio.stored() == {2: replace(before, id=2)}
    assert "can't be undone any more. `/watch add`" in await press(boss)


async def test_a_watch_where_nobody_counts_slots_says_what_it_never_hears(store: Store) -> None:
    studio = Studio(store, None, {**WORDS, "kling": replace(WORDS["kling"], counts_slots=False)})
    untold = "Kling doesn't say how many slots its accounts have, so"
    for verb, values in (("add", {"provider": "kling"}), ("list", {})):
        assert f"{untold} it never hears of full or freed there, only of outages." in await studio.use(verb, **values)
    assert untold not in await studio.use("edit", watch=1, tell="stuck")
    refused = await studio.use("edit", watch=1, warn=1)
    assert f"{untold} nobody can see them run low: leave warn out." in refused
    assert untold not in await studio.use("add", provider="minimax")
