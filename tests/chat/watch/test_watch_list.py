"""``/watch list`` and ``test``: whose watches are shown, and what is said of those that can't be heard."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.accounts.provider_answer import ListedSlots
from bot.chat.feature import Caller
from bot.storage.database import Store
from bot.subscriptions.mute import Mute
from bot.subscriptions.watch import FROM_SETTINGS, Watch
from tests.chat.drawn import drawn
from tests.chat.known_channels import NO_CHANNEL, NO_ROLE
from tests.chat.samples import WORDS
from tests.chat.watch.watch_studio import ALERTS, CALLER, GUILD, HOME, ROLE, Studio


async def test_a_drill_goes_to_the_watchs_channel_and_ends_a_pause(studio: Studio) -> None:
    for provider in (None, "kling", "pixverse"):
        await studio.watches.add(Watch(id=0, guild=GUILD, channel=ALERTS, provider=provider, account="x", role=ROLE))
        studio.watches.pause(ALERTS, "it was refused")
        answer = await studio.use("test", watch=len(await studio.stored()))
        assert f"The test arrived\n<#{ALERTS}> had it after 0.20 s" in answer
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
    assert "⚠️ The bot lacks Send Messages there.\n⚠️ No alerts go there until this is fixed.\n" in added
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
    nobody = "⚠️ No slot is pinged for: this rule posts nothing of them that is worth a ping."
    assert settings == f"**from settings** · <#{HOME}> · All providers · pings nobody"
    assert lines == [
        rf"**1** · <#{HOME}> · pix\*verse · pings nobody",
        "⚠️ Nothing is posted about that provider: the setting PROVIDERS leaves it out.",
        f"**2** · <#{HOME}> · MiniMax · freed only · pings <@&{ROLE}> only where a person must act",
        nobody,
        f"**3** · <#{HOME}> · Kling · alert at 4 free · pings nobody",
        "⚠️ Kling has 4 slots: with warn 4 that is always low.",
    ]
    assert nobody not in await studio.use("edit", watch=2, warn=2)  # a low pool is pinged for


async def test_a_watch_for_an_account_that_is_gone_says_so_until_it_is_back(studio: Studio) -> None:
    gone = "⚠️ Nothing is posted about that account: useapi.net does not name it any more."
    await studio.watches.add(Watch(id=0, guild=GUILD, channel=HOME, provider="minimax", account="joanna@example.com"))
    assert gone not in await studio.use("list")
    await studio.providers.look()
    rows = studio.providers.rows["minimax"]
    studio.providers.rows["minimax"] = (ListedSlots(account="200300", limit=6, available=5),)
    for hours, said in ((0, False), (23, False), (2, True)):
        studio.clock.at += timedelta(hours=hours)
        await studio.providers.look()
        assert (gone in await studio.use("list")) == said
    studio.providers.rows["minimax"] = rows
    await studio.providers.look()
    assert gone not in await studio.use("list")


async def test_a_button_shows_its_page_as_it_is_now(studio: Studio) -> None:
    for number in range(10):
        await studio.watches.add(Watch(id=0, guild=GUILD, channel=number, provider="kling"))
    pressed = studio.dispatcher.find("watch:page:2")
    outdated = studio.dispatcher.find("watch:refresh:x")
    assert pressed is not None
    assert outdated is not None
    assert pressed.action.in_place
    member = await studio.dispatcher.press(pressed, CALLER)
    assert (member.private, "That button needs Manage Server" in drawn(member)) == (True, True)
    manager = replace(CALLER, may_manage=True)
    second = await studio.dispatcher.press(pressed, manager)
    assert "(Page 2 of 2)" in drawn(second)
    await studio.use("remove", watch=10)
    only = await studio.dispatcher.press(pressed, manager)
    assert "10 watches" in drawn(only)
    assert "Page" not in drawn(only)
    assert only.private
    unreadable = await studio.dispatcher.press(outdated, manager)
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
    assert await store.outbox.owed_channels() == ()


async def test_a_watch_whose_channel_is_muted_says_so(studio: Studio) -> None:
    await studio.use("add", provider="minimax", account="studio-a", channel=ALERTS, role=ROLE)
    mutes: tuple[tuple[dict[str, Any], bool], ...] = (
        ({}, True),
        ({"provider": "minimax"}, True),
        ({"provider": "minimax", "account": "200300"}, True),
        ({"provider": "minimax", "account": "joanna@example.com"}, False),
        ({"provider": "kling"}, False),
        ({"channel": 99}, False),
    )
    for terms, seen in mutes:
        studio.clock.at += timedelta(seconds=1)  # the key of a drill names its moment
        until = studio.clock() + timedelta(hours=1)
        usual: dict[str, Any] = {"id": 0, "guild": GUILD, "channel": ALERTS, "by": 4, "until": until}
        muted = await studio.mutes.add(Mute(**{**usual, **terms}))
        for said in (await studio.use("list"), await studio.use("test", watch=1)):
            assert ("· muted here by <@4> until <t:" in said) == seen
            assert said.startswith("[tight]" if seen else "[free]")
        await studio.mutes.remove(muted)


async def test_a_watch_where_nobody_counts_slots_says_what_it_never_hears(store: Store) -> None:
    studio = Studio(store, None, {**WORDS, "kling": replace(WORDS["kling"], counts_slots=False)})
    untold = "Kling doesn't say how many slots its accounts have, so"
    for verb, values in (("add", {"provider": "kling"}), ("list", {})):
        assert f"{untold} it never hears of full or freed there, only of outages." in await studio.use(verb, **values)
    assert untold not in await studio.use("edit", watch=1, tell="stuck")
    refused = await studio.use("edit", watch=1, warn=1)
    assert f"{untold} nobody can see them run low: leave warn out." in refused
    assert untold not in await studio.use("add", provider="minimax")
