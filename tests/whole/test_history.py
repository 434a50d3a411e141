"""What the real program learns as it looks: pictures, figures, estimates, stuck jobs, and all of it after a restart."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.discord import CannotError, Discord, Permission
from tests.fakes.discord import Reply as Answer
from tests.fakes.discord.options import Value
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import ACCOUNTS, SCHEDULER, job, looked, row
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of

PNG = b"\x89PNG\r\n\x1a\n"
SHORT = range(24)
SHORTEST = timedelta(minutes=5)


def running(account: str, number: int, *, seconds: float) -> dict[str, object]:
    """Return a video that has run this long."""
    started = datetime.now(UTC) - timedelta(seconds=seconds)
    return {**job(account, number), "started": started.isoformat()}


def script(useapi: FakeUseapi, *jobs: dict[str, object], full: bool = False) -> None:
    """Make MiniMax run these jobs from now on; where 200300 is full, its list leaves that out."""
    useapi.answers[ACCOUNTS] = Reply(body={"200300": {"maxJobs": 2}, "200400": {"maxJobs": 40}})
    rows = [row("200400", 1), *([] if full else [row("200300", 2)])]
    useapi.answers[SCHEDULER] = Reply(body={"executing": list(jobs), "available": rows})


def jobs_seen(reply: Answer) -> int:
    """Read how many jobs an answer of ``/history`` counts."""
    found = re.search(r"\*\*Jobs seen\*\* · (\d+)", text_of(reply))
    assert found
    return int(found[1])


def median(reply: Answer) -> timedelta:
    """Read how long half of the jobs took at most, by an answer of ``/history``."""
    found = re.search(r"half took at most (\d+) min", text_of(reply))
    assert found
    return timedelta(minutes=int(found[1]))


FORETOLD = r"next slot usually (?:in|within) [\w -]+"


async def foretells(discord: Discord) -> bool:
    """Ask after the full account, and tell whether the answer says when it frees."""
    answer = await discord.use("capacity", {"provider": "minimax", "account": "200300"})
    return re.search(r"🔴 \*\*200300\*\* · full · next slot usually (in|within) [\w -]+\n", text_of(answer)) is not None


async def reports(discord: Discord) -> None:
    """Ask for the last week."""
    report = text_of(await discord.use("report now"))
    assert "Report · last 7 days" in report
    assert " so far: a report needs 24 h." in report
    assert "full" not in report


async def refusals(discord: Discord) -> None:
    """Ask what can't be answered."""
    mistakes: list[tuple[str, dict[str, Value], str]] = [
        ("history", {"provider": "minimax", "account": "nobody"}, 'MiniMax has no account "nobody".'),
        ("report now", {"days": 33}, "days can be 1 to 32: history goes back that far."),
    ]
    with pytest.raises(CannotError):
        await discord.use("history", {"provider": "minimax", "hours": 721})
    for name, values, words in mistakes:
        refused = await discord.use(name, values)
        assert refused.ephemeral
        assert words in text_of(refused)


async def test_what_was_seen_is_learnt_from_drawn_and_known_after_a_restart(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    admin = discord.world.add_member(
        discord.guild, "alex", discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
    )
    scripted = datetime.now(UTC)
    short = [running("200400", number, seconds=SHORTEST.total_seconds() + number / 10) for number in SHORT]
    script(useapi, *short)
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        added = await discord.use("watch add", {"provider": "minimax", "tell": "stuck"}, member=admin)
        assert "posts when a job seems stuck" in text_of(added)
        script(useapi)
        await looked(useapi, 4)
        ended = datetime.now(UTC)
        old = running("200300", 100, seconds=7_200)
        script(useapi, old, running("200300", 101, seconds=1), full=True)

        told = await discord.next_message(within=DEADLINE)
        assert "**200300** is full" in told.content
        assert "**storyboard-100** on 200300 seems stuck" in told.content
        description = str(told.embeds[0]["description"])
        assert "**storyboard-100** · video on 200300 · stuck, started <t:" in description
        assert re.search(FORETOLD, description)
        assert await foretells(discord)
        assert not text_of(await discord.use("capacity", {"provider": "minimax"})).startswith("MiniMax is full")
        listed = text_of(await discord.use("jobs", {"provider": "minimax"}))
        assert listed.count("stuck?") == 1

    async with bots.run() as restarted:
        await ready(discord)
        await looked(useapi)
        seen = await discord.use("history", {"provider": "minimax"})
        assert not seen.ephemeral
        (picture,) = seen.message.attachments
        assert picture.content.startswith(PNG)
        assert str(picture.description).startswith("MiniMax: ")
        assert picture.filename in seen.embeds[0]["image"]["url"]
        assert jobs_seen(seen) == 2 + len(SHORT)
        assert SHORTEST <= median(seen) <= SHORTEST + ended - scripted
        assert "MiniMax · last 10 min" in text_of(seen)  # the first day begins where watching did
        assert await foretells(discord)

        await reports(discord)
        await refusals(discord)
    assert len(discord.posts()) == 1
    assert not any("Traceback" in line or "ERROR" in line for line in program.lines + restarted.lines)
