"""A bot that is looked over: real parts, of which some do not answer."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts.provider_answer import Look, ProviderAnswer
from bot.app.clock import now
from bot.chat.discord.channel_directory import DiscordChannels
from bot.chat.discord.gateway_connection import GatewayConnection
from bot.chat.discord.platform_health import DiscordHealth, read_latency
from bot.chat.discord.served_guilds import ServedGuilds
from bot.errors import NotReached, StorageUnavailable
from bot.health import doctor_examiner
from bot.health.doctor_examiner import HealthExaminer
from bot.health.doctor_findings import ChannelHealth, ConnectionHealth, Diagnosis, OutboxStatistics, Problem, Setting
from bot.platforms import Platform
from bot.polling.all_pollers import Poller
from bot.polling.poll_schedule import PollSchedule
from bot.polling.provider_poller import ProviderPoller
from bot.storage.database import Store
from bot.subscriptions.watch import FROM_SETTINGS, Ping, Watch
from bot.subscriptions.watch_registry import WatchRegistry
from tests.chat.discord.connected import connection, running
from tests.databases import ON_SQLITE
from tests.fakes.discord import Discord, Permission
from tests.polling.evaluating import without_audience
from tests.rows import each_row
from tests.storage.raw import say
from tests.storage.records import alert

SETTING = Setting(name="POLL_SECONDS", value="30")


async def polled(store: Store, *answers: ProviderAnswer | NotReached) -> Poller:
    """Poll Kling once for each answer."""
    left = list(answers)

    async def look() -> Look:
        return Look(at=now(), answer=left.pop(0), took=timedelta(seconds=2))

    watcher = ProviderPoller(
        "kling",
        look=look,
        schedule=PollSchedule(every=timedelta(seconds=30), now=now, monotonic=time.monotonic, jitter=lambda: 1.0),
        store=store,
        evaluate=without_audience("kling"),
        wake=lambda: None,
    )
    for _ in answers:
        await watcher.poll_once()
    return Poller([watcher])


async def examined(discord: Discord, store: Store, *answers: ProviderAnswer | NotReached) -> Diagnosis:
    """Look a bot over that is connected and has looked so often."""
    link = connection(discord)
    examine = await examiner(discord, store, link, *answers)
    async with running(link) as client:
        await client.wait_until_ready()
        return await examine()


async def examiner(
    discord: Discord, store: Store, link: GatewayConnection, *answers: ProviderAnswer | NotReached
) -> HealthExaminer:
    """Wire the parts of a bot that has looked so often and has the watch from the settings."""
    settled = Watch(id=FROM_SETTINGS, guild=None, channel=discord.channel.id, role=discord.role.id)
    watches = WatchRegistry(store.watches, (settled,))
    await watches.load()
    channels = DiscordChannels(link.client, ServedGuilds({discord.guild.id}))
    return HealthExaminer(
        poller=await polled(store, *answers),
        platforms=(DiscordHealth(gateway=link, channels=channels),),
        outbox_statistics=store.outbox_statistics,
        revision=store.revision,
        database="PostgreSQL",
        watches=watches,
        titles={"kling": "Kling"},
        versions=("capacity-bot 1",),
        settings=(SETTING,),
        now=now,
    )


async def test_a_bot_that_works_is_well(discord: Discord, store: Store) -> None:
    discord.world.change_role(discord.role, mentionable=True)
    await store.outbox.owe([alert(channel=discord.channel.id)], now())
    owed = await store.outbox.oldest_owed(discord.channel.id)
    assert owed is not None
    await store.outbox.mark_delivered(owed.id, 1, now())

    diagnosis = await examined(discord, store, ProviderAnswer())

    assert diagnosis.is_well
    assert isinstance(diagnosis.outbox, OutboxStatistics)
    assert len(diagnosis.outbox.waits) == 1
    (looks,) = diagnosis.providers
    assert (looks.title, looks.took, looks.failures, looks.sentence) == ("Kling", timedelta(seconds=2), 0, None)
    assert looks.at is not None
    assert timedelta(seconds=30) <= looks.due - looks.at < timedelta(seconds=40)  # of two clocks
    told = dict(diagnosis.outbox.last_told)[discord.channel.id]
    assert diagnosis.channels == (
        ChannelHealth(id=discord.channel.id, source="from settings", missing=(), last_told=told, of_settings=True),
    )
    assert diagnosis.versions == ("capacity-bot 1", f"PostgreSQL, revision {await store.revision()}")
    assert diagnosis.settings == (SETTING,)


async def test_a_provider_that_fails_says_why_and_how_often(discord: Discord, store: Store) -> None:
    diagnosis = await examined(discord, store, ProviderAnswer(), *[NotReached("No answer in time.")] * 3)

    (looks,) = diagnosis.providers
    assert (looks.failures, looks.sentence) == (3, "No answer in time.")
    assert diagnosis.problems == (Problem.PROVIDERS,)


async def test_a_channels_watches_are_one_entry_and_each_pinged_role_is_checked(discord: Discord, store: Store) -> None:
    quiet = discord.world.add_role(discord.guild, "quiet", mentionable=False)
    discord.world.change_role(discord.role, mentionable=True)
    discord.world.deny(discord.channel, Permission.MENTION_EVERYONE, Permission.EMBED_LINKS)
    other = discord.world.add_channel(discord.guild, "other")
    watch = Watch(id=0, guild=discord.guild.id, channel=discord.channel.id, provider="kling", role=quiet.id)
    await store.watches.add(watch)
    await store.watches.add(replace(watch, channel=other.id, ping=Ping.NOBODY))
    link = connection(discord)
    examine = await examiner(discord, store, link, ProviderAnswer())
    examine.watches.pause(other.id, "the bot may not write there")
    async with running(link) as client:
        await client.wait_until_ready()
        here, there = (await examine()).channels

    assert (here.id, here.guild) == (discord.channel.id, discord.guild.id)
    assert here.source == "from settings, watch 1"
    assert here.missing is not None
    assert [sentence.partition(";")[0] for sentence in here.missing] == [
        "The bot lacks Embed Links there.",
        "The role can't be pinged",
    ]
    assert (there.id, there.source) == (other.id, "watch 2")
    assert there.missing == ("No alerts go there until this is fixed: the bot may not write there",)


async def test_a_database_that_is_silent_holds_nothing_up(
    discord: Discord, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_examiner, "DATABASE_TIMEOUT", 0)

    diagnosis = await examined(discord, store, ProviderAnswer())

    await store.revision()  # after what was not waited for
    assert isinstance(diagnosis.outbox, StorageUnavailable)
    assert diagnosis.problems == (Problem.DATABASE,)
    assert diagnosis.channels[0].missing is not None
    assert diagnosis.versions[-1] == "PostgreSQL, revision unknown"


@ON_SQLITE
async def test_a_database_that_answers_but_takes_no_look_is_a_problem(
    discord: Discord, store: Store, database_url: str
) -> None:
    await say(database_url, "CREATE TRIGGER full BEFORE INSERT ON provider BEGIN SELECT RAISE(ABORT, 'full'); END")

    diagnosis = await examined(discord, store, ProviderAnswer())

    assert str(diagnosis.outbox) == "the database is not available: full"
    assert diagnosis.problems == (Problem.DATABASE,)
    assert diagnosis.versions[-1] == f"PostgreSQL, revision {await store.revision()}"


async def test_a_gateway_that_acknowledged_nothing_yet_has_no_latency(discord: Discord, store: Store) -> None:
    discord.gateway.acks = False

    diagnosis = await examined(discord, store, ProviderAnswer())

    assert diagnosis.connections == (ConnectionHealth(platform=Platform.DISCORD, alive=True, latency=None),)


@each_row(("seconds", "latency"), [(float("inf"), None), (0.042, timedelta(milliseconds=42)), (41.253, None)])
def test_an_acknowledgement_that_overtook_its_heartbeat_measures_nothing(
    seconds: float, latency: timedelta | None
) -> None:
    assert read_latency(seconds) == latency


async def test_without_a_connection_no_more_is_known_of_channels_than_why_they_get_nothing(
    discord: Discord, store: Store
) -> None:
    await store.watches.add(Watch(id=0, guild=-5, channel=-7))
    examine = await examiner(discord, store, connection(discord), ProviderAnswer())
    diagnosis = await examine()

    assert diagnosis.connections == (ConnectionHealth(platform=Platform.DISCORD, alive=False, latency=None),)
    here, elsewhere = diagnosis.channels
    assert here.missing is None
    assert (elsewhere.id, elsewhere.missing) == (-7, ("Slack is not set up.",))
    assert diagnosis.problems == (Problem.GATEWAY,)

    examine.watches.pause(discord.channel.id, "The app lacks the scope groups:read.")
    paused, _ = (await examine()).channels
    assert paused.missing == ("No alerts go there until this is fixed: The app lacks the scope groups:read.",)
