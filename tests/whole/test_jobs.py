"""``/jobs`` as people use it, answered by the real program."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.discord import CallbackType, CannotError, Discord
from tests.fakes.discord import Reply as Answer
from tests.fakes.discord.options import Value
from tests.fakes.discord.records import Json
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import ACCOUNTS, SCHEDULER, job, looked, row
from tests.whole.program import DEADLINE
from tests.whole.test_capacity import text_of


def running(account: str, number: int, *, minutes: float, reference: str = "storyboard") -> dict[str, object]:
    """Return a video that has run this long."""
    started = datetime.now(UTC) - timedelta(minutes=minutes)
    return {**job(account, number, reference), "started": started.isoformat()}


def script(useapi: FakeUseapi, *jobs: dict[str, object]) -> None:
    """Make MiniMax run these jobs from now on."""
    useapi.answers[ACCOUNTS] = Reply(body={"200300": {"maxJobs": 40}, "200400": {"maxJobs": 40}})
    useapi.answers[SCHEDULER] = Reply(body={"executing": list(jobs), "available": [row("200300", 1), row("200400", 1)]})


def elapsed(card: Answer) -> timedelta:
    """Read for how long a job has run, to the second."""
    found = re.search(r"\*\*Elapsed\*\* · (\d+):(\d\d)$", text_of(card), re.MULTILINE)
    assert found
    return timedelta(minutes=int(found[1]), seconds=int(found[2]))


def offered(reply: Answer) -> list[str]:
    """List what the menu of an answer offers."""
    menus: list[Json] = [each for line in reply.components for each in line["components"] if each["type"] == 3]
    return [option["label"] for menu in menus for option in menu["options"]]


SHOTS = [("200300", number, "storyboard") for number in range(13)] + [
    ("200400", 20, "finale"),
    ("200400", 21, "Final: cut"),
]


async def test_somebody_looks_for_a_job_and_finds_it_again_after_a_restart(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    scripted = datetime.now(UTC)
    jobs = [running(account, number, minutes=number + 0.5, reference=ref) for account, number, ref in SHOTS]
    script(useapi, *jobs)
    settings = {"ACCOUNT_LABELS": '{"minimax/200400": "studio-a"}'}
    async with bots.run(**settings) as program:
        await ready(discord)
        await looked(useapi)

        everything = await discord.use("jobs", {"provider": "minimax"})
        assert not everything.ephemeral
        assert "MiniMax · 15 jobs running\n" in text_of(everything)
        assert text_of(everything).endswith("Page 1 of 2")
        assert offered(everything)[:3] == ["Final: cut-21", "finale-20", "storyboard-12"]
        assert "` **finale-20** · video on studio-a\n" in text_of(everything)
        await discord.press(everything, label="Next")
        assert text_of(everything).endswith("Page 2 of 2")
        assert offered(everything)[-1] == "storyboard-0"

        values: dict[str, Value] = {"provider": "minimax", "account": "studio-a", "ref": "FINAL: C", "older_than": "5m"}
        one = await discord.use("jobs", values)
        assert "1 of 15 running jobs" in text_of(one)
        assert offered(one) == ["Final: cut-21"]
        narrowed = await discord.use("jobs", {"provider": "minimax", "ref": "board", "older_than": "1m"})
        assert "12 of 15 running jobs\n" in text_of(narrowed)

        card = await discord.choose(one, "Final: cut-21")
        assert (card.kind, card.ephemeral) == (CallbackType.MESSAGE, True)
        assert r"**Job** · user\:100-minimax\:200400-video:21" in text_of(card)
        assert "**Account** · studio-a" in text_of(card)
        assert "**Started** · <t:" in text_of(card)
        assert timedelta(minutes=21.5) <= elapsed(card) <= datetime.now(UTC) - scripted + timedelta(minutes=21.5)
        assert r"**Reference** · Final: cut-21" in text_of(card)
        choices = await discord.autocomplete("jobs", {"provider": "minimax"}, focused="account", value="stu")
        assert [choice.name for choice in choices] == ["studio-a · 1 of 2 free"]
    script(useapi, *jobs[:-1])
    async with bots.run(**settings) as restarted:
        await ready(discord)
        await found_again_after_a_restart(discord, narrowed, one)
        listed = await what_can_not_be_answered_gets_a_private_sentence(discord, useapi)
        await hostile_references_neither_ping_nor_format_nor_end_a_question(discord, useapi)
    assert discord.command_syncs(discord.guild) == 1
    await what_is_not_watched_here_any_more_is_not_shown(discord, useapi, bots, listed)
    assert "secret-callback" not in str(discord.messages())
    assert "secret-callback" not in str(card.message)
    assert not any("Traceback" in line or "ERROR" in line for line in program.lines + restarted.lines)


async def found_again_after_a_restart(discord: Discord, narrowed: Answer, one: Answer) -> None:
    await discord.press(narrowed, label="Next")
    assert "12 of 14 running jobs\n" in text_of(narrowed)
    assert text_of(narrowed).endswith("Page 2 of 2")
    assert r"**Reference** · storyboard-1" in text_of(await discord.choose(narrowed, "storyboard-1"))

    ended = await discord.choose(one, "Final: cut-21")
    assert ended.ephemeral
    assert "That job is not running any more." in text_of(ended)
    assert offered(one) == ["Final: cut-21"]
    await discord.press(one, label="Refresh")
    assert "0 of 14 running jobs\n" in text_of(one)
    assert "References are: finale-20" in text_of(one)
    assert offered(one) == []


async def what_can_not_be_answered_gets_a_private_sentence(discord: Discord, useapi: FakeUseapi) -> Answer:
    """Ask in every wrong way while one job runs; return the list of it."""
    script(useapi, running("200300", 1, minutes=3))
    await looked(useapi)
    mistakes: list[tuple[dict[str, Value], str]] = [
        ({"account": "nobody"}, 'MiniMax has no account "nobody". There are: 200300, studio-a.'),
        ({"ref": "epilogue"}, "None with **epilogue** in the reference. References are: storyboard-1."),
        ({"older_than": "-5"}, "at most 7d: type 30m, 2h or 1h30m"),
        ({"older_than": "8d"}, "at most 7d: type 30m, 2h or 1h30m"),
    ]
    for values, words in mistakes:
        reply = await discord.use("jobs", {"provider": "minimax", **values})
        assert reply.ephemeral
        assert words in text_of(reply)
    misspelt = await discord.use("jobs", {"provider": "minmax"})
    assert misspelt.ephemeral
    assert 'There is no provider "minmax" here. Did you mean MiniMax?' in text_of(misspelt)
    assert [one["label"] for row in misspelt.message.components for one in row["components"]] == ["Yes, MiniMax"]
    meant = await discord.press(misspelt, label="Yes, MiniMax")
    assert ("1 job running" in text_of(meant), meant.ephemeral) == (True, False)
    await discord.wait_for(lambda: not misspelt.message.components, within=DEADLINE)
    with pytest.raises(CannotError):
        await discord.use("jobs", {"provider": "minimax", "ref": "x" * 47})
    young = await discord.use("jobs", {"provider": "minimax", "older_than": "1h"})
    assert not young.ephemeral
    assert "None running for over 1 h. The longest has run for 3 min" in text_of(young)
    return await discord.use("jobs", {"provider": "minimax"})


async def what_is_not_watched_here_any_more_is_not_shown(
    discord: Discord, useapi: FakeUseapi, bots: Bots, listed: Answer
) -> None:
    useapi.answers["/v1/kling/scheduler/available"] = useapi.answers["/v1/kling/accounts"] = Reply()
    elsewhere = discord.world.add_guild("elsewhere")
    for settings, why in (
        ({"PROVIDERS": "kling"}, "MiniMax is not watched: the setting PROVIDERS leaves it out."),
        ({"DISCORD_GUILD_IDS": str(elsewhere.id)}, "in its team's server only"),
    ):
        async with bots.run(**settings) as program:
            await program.says("Ready as")
            for reply in (await discord.press(listed, label="Refresh"), await discord.choose(listed, "storyboard-1")):
                assert reply.ephemeral
                assert why in text_of(reply)
        assert not any("Traceback" in line or "ERROR" in line for line in program.lines)
    assert "1 job running" in text_of(listed)


async def hostile_references_neither_ping_nor_format_nor_end_a_question(discord: Discord, useapi: FakeUseapi) -> None:
    nasty = "a:b @everyone <@1> [x](https://evil.example) **b** `c` \u202egnp\n# h"
    script(useapi, *(running("200300", number, minutes=number, reference=nasty) for number in range(12)))
    await looked(useapi)
    reply = await discord.use("jobs", {"provider": "minimax", "ref": "A:B @everyone <@1> ["})
    await discord.press(reply, label="Next")
    card = await discord.choose(reply, offered(reply)[0])
    assert "· 12 of " in text_of(reply)
    assert "Page 2 of 2" in text_of(reply)
    for each in (reply, card):
        assert not each.message.pings
        assert "https://" not in text_of(each)
        assert "\u202e" not in text_of(each)
        assert "<@" not in text_of(each)


async def test_two_thousand_jobs_are_answered_in_time(discord: Discord, useapi: FakeUseapi, bots: Bots) -> None:
    many = (
        running("200300" if number % 2 else "200400", number, minutes=number / 20, reference="Szene früh")
        for number in range(2_000)
    )
    script(useapi, *many)
    async with bots.run(POLL_SECONDS="3"):  # each look at all of them is work; its parts are tried with ten thousand
        await ready(discord)
        await looked(useapi)
        reply = await discord.use("jobs", {"provider": "minimax", "ref": "FRÜH", "older_than": "1m"})
        for label in ("Next", "Next", "Refresh", "Previous"):
            await discord.press(reply, label=label)
        card = await discord.choose(reply, "Szene früh-1989")

    found = re.search(r"([\d,]+) of 2,000 running jobs", text_of(reply))
    assert found is not None
    pages = -(-int(found[1].replace(",", "")) // 10)  # more of them run for a minute, the longer the test takes
    assert f"Page 2 of {pages:,}" in text_of(reply)
    assert "**Reference** · Szene früh-1989" in text_of(card)
