"""The real program on Slack, alone and beside Discord: what becomes of one does not concern the other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp

from tests.fakes.discord import Discord
from tests.fakes.slack import SlackWorkspace, read
from tests.fakes.useapi import FakeUseapi
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import looked, script
from tests.whole.program import DEADLINE


def said(slack: SlackWorkspace) -> list[str]:
    """Return what each alert in the channel says first, as it is now."""
    return [read(message).splitlines()[0] for message in slack.posts()]


async def test_slack_alone_is_served_from_the_first_alert_to_the_end(
    slack: SlackWorkspace, discord: Discord, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)
    async with bots.run(**only_slack, LOG_LEVEL="debug") as program:
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        asked = await slack.slash(slack.member, slack.channel, "minimax")
        assert asked.ok
        assert "200300" in asked.text

        script(useapi, free=0)
        full = await slack.next_message(within=DEADLINE)
        assert "200300" in read(full)
        assert "is full" in full.text
        await looked(useapi)
        script(useapi, free=1)
        freed = await slack.next_message(within=DEADLINE)
        assert "has room again" in freed.text
        await slack.wait_for(lambda: "was full for" in slack.now(full).text, within=DEADLINE)

        opened = len(slack.calls("apps.connections.open"))
        slack.sockets.disconnect("refresh_requested")
        await slack.wait_for(lambda: len(slack.calls("apps.connections.open")) > opened, within=DEADLINE)
        for _ in range(3):  # nothing that is typed is lost while the socket is renewed
            assert (await slack.slash(slack.member, slack.channel, "minimax")).ok

        added = await slack.slash(slack.admin, slack.channel, "watch add minimax 200300")
        assert "Alerts about MiniMax" in added.text
        listed = await slack.slash(slack.admin, slack.channel, "watch list")
        assert "from settings" in listed.text
        doctor = await slack.slash(slack.admin, slack.channel, "doctor")
        assert "Slack connected" in doctor.text
        assert "Discord" not in doctor.text
        why = await slack.shortcut(full)
        assert why.ok
        assert await program.stop() == 0
    assert len(slack.posts()) == 2
    assert discord.posts() == []
    assert not secrets_in("\n".join(program.lines), slack)
    assert not secrets_in(stored(bots.folder), slack)
    assert not any(response in line for line in program.lines for response in ("/response/", "ticket="))


def secrets_in(text: str, slack: SlackWorkspace) -> list[str]:
    """Return the tokens that a text holds."""
    return [token for token in (slack.bot_token, slack.app_token) if token in text]


def stored(folder: Path) -> str:
    """Return all that the database holds, as SQL."""
    with closing(sqlite3.connect(folder / "capacity.db")) as database:
        return "\n".join(database.iterdump())


async def test_while_slack_is_away_discord_is_served_and_each_is_told_of_its_own(
    slack: SlackWorkspace,
    discord: Discord,
    useapi: FakeUseapi,
    bots: Bots,
    on_slack: dict[str, str],
    free_port: int,
) -> None:
    script(useapi, free=1)
    await slack.down()
    async with (
        bots.run(**on_slack, HEALTH_PORT=str(free_port)) as program,
        aiohttp.ClientSession() as session,
    ):
        await ready(discord)
        await program.says("Slack: connecting again in")
        await looked(useapi)
        script(useapi, free=0)
        await discord.next_message(within=DEADLINE)
        await program.says("Ready as")  # it is connected a moment before it knows
        async with session.get(f"http://127.0.0.1:{free_port}/healthz") as answer:
            assert (answer.status, await answer.text()) == (200, "ok, but not connected: slack\n")
        async with session.get(f"http://127.0.0.1:{free_port}/metrics") as answer:
            metrics = await answer.text()
        assert 'capacity_bot_gateway_connected{platform="discord"} 1.0' in metrics
        assert 'capacity_bot_gateway_connected{platform="slack"} 0.0' in metrics
        assert 'capacity_bot_slack_requests_total{answer="none"} 0.0' not in metrics
        assert not secrets_in(metrics, slack)
        await slack.up()
        await slack.next_message(within=DEADLINE)
        await slack.connected(within=DEADLINE)
        doctor = await slack.slash(slack.admin, slack.channel, "doctor")
        assert "On Discord: 1 channel" in doctor.text
        assert str(discord.channel.id) not in doctor.text
    assert (len(discord.posts()), len(slack.posts())) == (1, 1)


async def test_a_bot_token_that_slack_refuses_ends_the_program_on_slack_alone(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str]
) -> None:
    script(useapi, free=1)  # it may look before Slack has answered
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}
    async with bots.run(**{**only_slack, **wrong}) as program:
        assert await program.ends() == 2
    assert program.lines[-1].startswith("capacity-bot: Slack refused the bot's token")
    assert not any(secret in line for line in program.lines for secret in wrong.values())
    assert slack.posts() == []


async def test_with_a_refused_app_token_alerts_go_out_on_slack_alone(
    slack: SlackWorkspace, useapi: FakeUseapi, bots: Bots, only_slack: dict[str, str], free_port: int
) -> None:
    script(useapi, free=1)
    wrong = {"SLACK_APP_TOKEN": "xapp-wrong", "HEALTH_PORT": str(free_port)}
    async with bots.run(**{**only_slack, **wrong}) as program:
        await program.says("On Slack, commands can't be answered, alerts go out all the same: Slack refused the app's")
        await looked(useapi)
        script(useapi, free=0)
        assert "is full" in (await slack.next_message(within=DEADLINE)).text
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{free_port}/healthz") as answer:
            assert (answer.status, "slack" in await answer.text()) == (503, True)
        assert await program.stop() == 0


async def test_beside_slack_a_refused_token_of_discord_is_logged_and_slack_goes_on(
    slack: SlackWorkspace, discord: Discord, useapi: FakeUseapi, bots: Bots, on_slack: dict[str, str]
) -> None:
    discord.terms.token = "another"
    script(useapi, free=1)
    async with bots.run(**on_slack) as program:
        await program.says("The bot goes on without Discord until it is restarted.")
        await slack.connected(within=DEADLINE)
        await looked(useapi)
        script(useapi, free=0)
        await slack.next_message(within=DEADLINE)
        assert await program.stop() == 0


async def test_the_program_checks_slack_for_a_person(bots: Bots, only_slack: dict[str, str]) -> None:
    async with bots.run("check", "slack", **only_slack, USEAPI_TOKEN="") as program:
        assert await program.ends() == 0
    assert program.lines[1:] == [
        "The app has every scope that it needs.",
        "#general: alerts can be posted there.",
    ]
    async with bots.run("check", "slack", **{**only_slack, "SLACK_APP_TOKEN": ""}) as program:
        assert await program.ends() == 2
    assert program.lines[1].startswith("  SLACK_APP_TOKEN: https://api.slack.com/apps, your app, ")


async def test_without_a_platform_it_says_which_tokens_to_set(bots: Bots) -> None:
    async with bots.run(DISCORD_TOKEN="") as program:
        assert await program.ends() == 2
    assert program.lines[0].startswith("capacity-bot: Set DISCORD_TOKEN for Discord, SLACK_BOT_TOKEN and SLACK_APP")
