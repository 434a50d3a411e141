"""A provider of each family that counts slots, in one program: answer, ``/capacity``, full, freed."""

import asyncio
from collections import Counter
from collections.abc import Mapping

from bot.app.clock import now
from bot.providers.catalogue import CATALOGUE
from bot.storage.open_database import open_store
from bot.subscriptions.watch import Watch
from tests.answers.made import accounts_body, jobs_body
from tests.fakes.discord import Channel, Discord
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of

_OF_FAMILY = {type(one.family): name for name, one in CATALOGUE.items() if one.family.counts_slots}
COUNTING = {name: CATALOGUE[name] for name in _OF_FAMILY.values()}
ACCOUNT, LIMIT = "200300", 2
SECRETS = ("made-up-pass", "secret-callback")
"""What the answers hold beside what is read: an account's password, a job's callback."""


def script(useapi: FakeUseapi, running: int) -> None:
    """Make every provider answer that its one account runs so many jobs from now on."""
    for provider in COUNTING.values():
        useapi.answers[provider.jobs_path] = Reply(body=jobs_body(provider, {ACCOUNT: running}, LIMIT))
        if provider.accounts_path is not None:
            useapi.answers[provider.accounts_path] = Reply(body=accounts_body(provider, [ACCOUNT], LIMIT))


async def all_looked(useapi: FakeUseapi, times: int = 2) -> None:
    """Wait for this many more looks at each: the first may have started before its answer was scripted."""
    before = len(useapi.requests)
    async with asyncio.timeout(DEADLINE):
        while True:
            looks = Counter(request.path for request in useapi.requests[before:])
            if all(looks[provider.jobs_path] >= times for provider in COUNTING.values()):
                return
            await useapi.next_request(within=DEADLINE)


async def asked(discord: Discord) -> str:
    """Return the answer to ``/capacity``."""
    return text_of(await discord.use("capacity"))


async def watch_each(bots: Bots, discord: Discord) -> Mapping[str, Channel]:
    """Store a watch for each provider, in a channel of its own: Discord limits how fast a channel is posted to."""
    channels = {name: discord.world.add_channel(discord.guild, name) for name in COUNTING}
    store = await open_store(f"sqlite+aiosqlite:///{bots.folder / 'capacity.db'}", now=now)
    try:
        for name, channel in channels.items():
            await store.watches.add(Watch(id=1, guild=discord.guild.id, channel=channel.id, provider=name))
    finally:
        await store.close()
    return channels


async def test_every_family_is_told_full_and_freed_once(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    channels = await watch_each(bots, discord)
    settings = {"PROVIDERS": ",".join(COUNTING), "POLL_SECONDS": "1", "ALERT_CHANNEL_ID": "", "ALERT_ROLE_ID": ""}

    async def posted(times: int) -> None:
        await discord.wait_for(
            lambda: all(len(discord.posts(channel)) >= times for channel in channels.values()), within=DEADLINE
        )

    script(useapi, running=1)
    async with bots.run(**settings) as program:
        await ready(discord)
        await all_looked(useapi)
        overview = await asked(discord)
        script(useapi, running=LIMIT)
        await posted(1)
        await all_looked(useapi)
        script(useapi, running=1)
        await posted(2)
        await discord.wait_for(
            lambda: all("was full for" in discord.posts(channel)[0].content for channel in channels.values()),
            within=DEADLINE,
        )
        await all_looked(useapi)
        overview += await asked(discord)
        await program.stop()

    stored = b"".join(file.read_bytes() for file in bots.folder.glob("capacity.db*"))
    posts = [post for channel in channels.values() for post in discord.posts(channel)]
    said = "\n".join((overview, *program.lines, *map(str, posts)))
    for secret in SECRETS:
        assert secret.encode() not in stored
        assert secret not in said
    for name, channel in channels.items():
        title = CATALOGUE[name].title
        assert f"{title}** · 1 of 2 free" in overview
        full, freed = discord.posts(channel)
        assert f"{title} is full" in full.edits[0].content
        assert f"~~{title} is full~~ · was full for " in full.content
        assert f"{title} has room: 1 of 2 free" in freed.content
        assert discord.edited(freed) == ()
