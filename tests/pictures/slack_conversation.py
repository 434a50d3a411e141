"""What the real program says on a loopback Slack, drawn as Slack draws it: commands, alerts, forms, the Home tab."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.fakes.slack import SlackWorkspace
from tests.fakes.slack.acked import Acked
from tests.fakes.slack.records import Member, Message
from tests.fakes.useapi import FakeUseapi
from tests.pictures.slack_page import lock_screen, message, view
from tests.whole.forks import ROOT
from tests.whole.program import Program

ASKED = (
    "minimax",
    "",
    "jobs minimax",
    "report now",
    "history minimax",
    "notify me minimax",
    "notify list",
    "minmax",
    "watch add minimax studio-c",
    "help",
)
MANAGED = (
    "watch add minimax studio-a ignore:60s quiet:\u201c22:00-08:00 Europe/Berlin\u201d",
    "watch list",
    "watch test watch:1",
    "board add minimax",
    "board list",
    "doctor",
    "help",
)
FORMS = ("watch add", "notify me")


async def slack_conversation(folder: Path, script: Callable[..., None], labels: str) -> dict[str, list[str]]:
    """Let the real program say what there is to draw; return the messages as HTML, by picture.

    Args:
        folder: Where the program runs.
        script: Lets MiniMax run so many jobs on its accounts ``a``, ``b`` and ``c``.
        labels: What its accounts are called, as the setting has it.
    """
    pictures: dict[str, list[str]] = {}
    async with SlackWorkspace() as slack, FakeUseapi() as useapi:
        script(useapi, a=1, b=4, c=2)
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.url,
            "SLACK_ALERT_CHANNEL_ID": slack.channel.id,
            "USEAPI_TOKEN": useapi.token,
            "USEAPI_URL": useapi.url,
            "ACCOUNT_LABELS": labels,
            "PROVIDERS": "minimax",
            "POLL_SECONDS": "1",
            "PYTHONPATH": str(ROOT),
        }
        async with Program(folder, settings, "run"):
            await slack.connected(within=60)
            await asyncio.sleep(3)
            for who, name, asked in ((slack.member, "member", ASKED), (slack.admin, "manager", MANAGED)):
                shown = [await _answer(slack, who, words) for words in asked]
                pictures[f"slack-{name}"] = shown
            pictures["slack-forms"] = [
                view((await (await slack.slash(slack.admin, slack.channel, words)).opened()).body, _now())
                for words in FORMS
            ]
            pictures["slack-home"] = [view((await slack.open_home(slack.admin)).body, _now())]
            for used in ({"a": 1, "b": 5, "c": 2}, {"a": 6, "b": 5, "c": 2}):
                script(useapi, **used)
                await asyncio.sleep(3)
            pictures["slack-alerts-full"] = _posted(slack)
            newest = slack.now(slack.posts()[-1])
            pictures["slack-pressed"] = [
                await _pressed(slack, newest, word) for word in ("notify:ask", "alert:why", "mute:choose")
            ]
            script(useapi, a=4, b=5, c=2)
            await asyncio.sleep(4)
            script(useapi, a=1, b=2, c=1)
            await asyncio.sleep(6)
            pictures["slack-alerts-over"] = _posted(slack)
            pictures["slack-problems"] = [f"<pre>{one}</pre>" for one in slack.problems]
    return pictures


async def _answer(slack: SlackWorkspace, who: Member, words: str) -> str:
    asked = await slack.slash(who, slack.channel, words)
    return _drawn(asked, f"/capacity {words}") if asked.ok else f"<p>{words}: {asked.error}</p>"


async def _pressed(slack: SlackWorkspace, shown: Message, word: str) -> str:
    elements = [
        element["action_id"]
        for block in (*shown.blocks, *(block for one in shown.attachments for block in one["blocks"]))
        for element in (block["elements"] if block["type"] == "actions" else ())
    ]
    found = next(one for one in elements if one.startswith(word))
    asked = await slack.press(shown, found, user=slack.member)
    await asyncio.sleep(1)
    opened = asked.view.body if not asked.messages else None
    return view(opened, _now()) if opened else _drawn(asked, word)


def _drawn(asked: Acked, words: str) -> str:
    return "".join(
        message(
            {"text": one.text, "blocks": one.blocks, "attachments": one.attachments},
            now=_now(),
            asked=words,
            private=one.ephemeral,
        )
        for one in asked.messages
    )


def _posted(slack: SlackWorkspace) -> list[str]:
    return [
        lock_screen(one.text, _now())
        + message({"text": one.text, "blocks": one.blocks, "attachments": one.attachments}, now=_now())
        for one in slack.posts()
    ]


def _now() -> datetime:
    return datetime.now(UTC)
