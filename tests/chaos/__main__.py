"""``python -m tests.chaos --seconds 120 --seed 1``: a storm of so many seconds, a calm, one line of JSON.

The exit code is 0 when nothing was lost, repeated, told out of order or invented, no message claims at the end what is
not so, and none was edited too soon; else 1, with the reasons, and where the bot's log is kept, on stderr.
"""

import argparse
import asyncio
import contextlib
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.chaos.accounts import NAMES, Accounts
from tests.chaos.dying import Dying
from tests.chaos.lives import Lives
from tests.chaos.look_moments import stored_moments, wait_until
from tests.chaos.muted_channels import FOLLOWED, MutedChannels
from tests.chaos.plan import MESSAGE, Turn, plan
from tests.chaos.postgresql import chaos_of_two
from tests.chaos.report import figures, is_all_told, judge, reasons
from tests.chaos.slack_end import SlackEnd
from tests.chaos.storm import Storm
from tests.fakes.discord import Channel, Discord, Fault, Permission

BEGINNING = 60.0
"""Seconds for the first process to learn all accounts, before anything goes wrong."""

PATIENCE = 60.0
"""Seconds for everything owed to be told once all is well: the longest pause of the alert sender takes half of it."""

SLACK_PATIENCE = 120.0
"""The same of Slack, where an attempt without an answer has to settle, and edits share a budget."""

CALM_MUTE = 600
"""Seconds of a mute in the calm, which is ended before."""

QUIET_LOOKS = 3
"""Number of further looks at each provider, so that whatever is told too much is seen, too."""

GOODBYE = 20.0


async def chaos(seconds: float, seed: int, folder: Path, *, with_slack: bool) -> bool:
    """Run the storm, wait for the calm, print the figures; return whether all went well."""
    planned = plan(seed, seconds, NAMES)
    discord = Discord()
    end = SlackEnd(planned) if with_slack else None
    slack = end.slack if end else None
    useapi = Accounts(discord.feed.notify)
    async with discord, slack or contextlib.nullcontext(), useapi:
        lives = Lives(folder, discord, useapi, slack=slack)
        try:
            storm = Storm(planned, discord, useapi)
            dying = Dying(lives, discord, useapi, Random(seed), slack)  # noqa: S311 - no secret
            async with lives.another():
                edited = await watched_by_edits(discord)
                muted = MutedChannels(discord, lives, Random(f"{seed} people"))  # noqa: S311 - no secret
                await muted.arrive()
                if end:
                    await end.watch_by_edits()
                await looked(discord, useapi, lives, BEGINNING)
            began = asyncio.get_running_loop().time()
            living = asyncio.create_task(muted.live())
            async with asyncio.TaskGroup() as both:
                both.create_task(storm.rage(began=began))
                both.create_task(dying.through(planned.deaths, began=began, seconds=seconds))
                if end:
                    both.create_task(end.storm.rage(began=began))
            await _ended(living)
            await storm.calm()
            if end:
                await end.storm.calm()
            async with lives.another() as program:
                with contextlib.suppress(TimeoutError):
                    await _told_all(discord, useapi, lives, edited, muted, end)
                code = await program.stop(within=GOODBYE)
        finally:
            (folder / "bot.log").write_text("\n".join(lives.said), encoding="utf-8")
    moments = await stored_moments(lives.database)
    counted = judge(discord, edited, useapi.looks, moments)
    wrong = [*reasons(counted), *lives.surprises, *discord.problems, *useapi.problems]
    wrong += muted.wrong(useapi.looks, moments)
    wrong += end.wrong(useapi.looks, discord, moments) if end else []
    line = {
        "seed": seed,
        "seconds": seconds,
        **figures(counted, discord, edited, useapi),
        "kills": dying.kills,
        "kills_in_flight": dying.in_flight,
        "starts": lives.number,
        "glitches": storm.glitches,
        "gateway_drops": storm.drops,
        "discord_downs": storm.downs,
        "exit_code": code,
        **muted.figures(useapi.looks, moments),
        **({"slack": end.figures(useapi.looks, discord, moments)} if end else {}),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stderr.writelines(f"{sentence}\n" for sentence in wrong)
    return not wrong and code == 0


async def _told_all(
    discord: Discord, useapi: Accounts, lives: Lives, edited: Channel, muted: MutedChannels, end: SlackEnd | None
) -> None:
    """Let all accounts change once more in the calm, and wait until everything is told."""
    await looked(discord, useapi, lives, PATIENCE)
    await muted.speak()
    await _changed_while_muted(discord, useapi, lives, muted)
    for fault in (Fault.lose(stored=False), Fault.lose(stored=True)):
        discord.faults.add("PATCH", MESSAGE, fault, times=2)
    if end:
        end.lose_edits()
    for times in useapi.tide():
        await looked(discord, useapi, lives, PATIENCE, times=times)
    url, looks = lives.database, useapi.looks
    await wait_until(lambda moments: is_all_told(judge(discord, edited, looks, moments)), url, PATIENCE)
    await wait_until(lambda moments: not any(one.lost for one in muted.judge(looks, moments)), url, PATIENCE)
    if end:  # longer, since an attempt without an answer settles before the next
        await wait_until(lambda moments: end.is_all_told(looks, discord, moments), url, SLACK_PATIENCE)
    await looked(discord, useapi, lives, PATIENCE)


async def _changed_while_muted(discord: Discord, useapi: Accounts, lives: Lives, muted: MutedChannels) -> None:
    """Let accounts fill and free while they are muted: of the one the channel hears afterwards, of the other never."""
    (stays, account), (returns, other), *_ = FOLLOWED.items()
    useapi.state |= dict.fromkeys((account, other), Turn.FREE)
    await looked(discord, useapi, lives, PATIENCE)
    for provider in (stays, returns):
        while not await muted.mute(provider, CALM_MUTE):  # noqa: ASYNC110 - it answers soon
            await asyncio.sleep(1)
    for changed, turn in (((account, other), Turn.FULL), ((other,), Turn.FREE)):
        useapi.state |= dict.fromkeys(changed, turn)
        await looked(discord, useapi, lives, PATIENCE)
    await muted.speak()
    await looked(discord, useapi, lives, PATIENCE)


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait until it has ended; raises what it raised."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def watched_by_edits(discord: Discord) -> Channel:
    """Add a watch for a second channel, where the end of an incident is an edit."""
    edited = discord.world.add_channel(discord.guild, "edited")
    role = discord.world.add_role(discord.guild, "stewards", may=Permission.MANAGE_GUILD)
    steward = discord.world.add_member(discord.guild, "alex", role)
    await discord.connected(BEGINNING)
    await discord.wait_for(lambda: discord.commands(discord.guild), BEGINNING)
    await discord.use("watch add", {"provider": "all", "channel": edited, "style": "edit"}, member=steward)
    return edited


async def looked(discord: Discord, useapi: Accounts, lives: Lives, within: float, *, times: int = QUIET_LOOKS) -> None:
    """Wait until the process that runs now has looked so many times more at every provider."""
    before = {provider: len(useapi.of(provider, lives.number)) for provider in NAMES}
    await discord.feed.wait_for(
        lambda: all(len(useapi.of(name, lives.number)) - before[name] >= times for name in NAMES), within
    )


async def _until_told_to_stop(run: Coroutine[Any, Any, bool]) -> bool:
    """End the bot with us: SIGTERM does what Ctrl-C does."""
    task = asyncio.ensure_future(run)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


def main() -> int:
    """Run once and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long the storm lasts")
    parser.add_argument("--seed", type=int, default=1, help="the same seed is the same storm")
    parser.add_argument("--postgresql", action="store_true", help="two programs on one PostgreSQL database")
    parser.add_argument("--slack", action="store_true", help="Slack beside Discord")
    parser.add_argument("--keep", action="store_true", help="keep the folder with the database and the bot's log")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="capacity-chaos-"))
    run = chaos_of_two if asked.postgresql else partial(chaos, with_slack=asked.slack)
    well, needed = False, True
    try:
        well = asyncio.run(_until_told_to_stop(run(asked.seconds, asked.seed, folder)))
        needed = not well
    except (KeyboardInterrupt, asyncio.CancelledError):
        needed = False
    finally:
        if needed or asked.keep:
            sys.stderr.write(f"the bot's log and database: {folder}\n")
        else:
            shutil.rmtree(folder)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
