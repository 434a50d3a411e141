"""What the real program says on a loopback Slack, drawn as Slack draws it, row by row of ``slack_rows``."""

import asyncio
import base64
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.accounts.roster import AccountState
from bot.accounts.snapshot import Account, Snapshot
from bot.history.history_recorder import HistoryRecorder
from bot.storage.open_database import open_store
from tests.fakes.slack import Acked, CannotError, Message, Origin, SlackWorkspace, View
from tests.fakes.slack.block_tree import elements
from tests.fakes.slack.records import Json, Member
from tests.fakes.useapi import FakeUseapi
from tests.pictures.page_photos import photograph
from tests.pictures.scripted_minimax import LABELS, ScriptedMinimax
from tests.pictures.slack_page import lock_screen, message, page, suggestions, view
from tests.pictures.slack_rows import (
    GUEST,
    MANAGER,
    MEMBER,
    ROWS,
    ChannelRead,
    Explained,
    HomeOpened,
    Pressed,
    Running,
    Step,
    Submitted,
    Suggested,
    Typed,
)
from tests.whole.forks import ROOT
from tests.whole.program import Program

ANSWERED_WITHIN = 30.0
"""Seconds to wait for what a step brings; a picture of the past takes the longest."""

WIDTH = 390
"""Pixels."""

FULL_HOURS = frozenset({9, 10, 11, 30, 31})
"""Hours ago in which MiniMax was full."""


def draw_rows(folder: Path) -> None:
    """Draw each row into a folder, as wide as a phone."""
    with tempfile.TemporaryDirectory() as place:
        rows = asyncio.run(slack_conversation(Path(place)))
    folder.mkdir(parents=True, exist_ok=True)
    for name, shown in rows.items():
        photograph(page(shown), folder.absolute() / f"{name}.png", WIDTH)


async def slack_conversation(folder: Path) -> dict[str, list[str]]:
    """Let the real program, in this folder, say what there is to draw; return the messages as HTML, by row."""
    pictures: dict[str, list[str]] = {}
    async with SlackWorkspace() as slack, FakeUseapi() as useapi:
        minimax = ScriptedMinimax(useapi)
        minimax.run(a=1, b=4, c=2)
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.url,
            "SLACK_ALERT_CHANNEL_ID": slack.channel.id,
            "USEAPI_TOKEN": useapi.token,
            "USEAPI_URL": useapi.url,
            "ACCOUNT_LABELS": LABELS,
            "PROVIDERS": "minimax",
            "POLL_SECONDS": "1",
            "PYTHONPATH": str(ROOT),
        }
        await live_two_days(folder)
        async with Program(folder, settings, "run"):
            await slack.connected(within=60)
            await asyncio.sleep(3)
            conversation = Conversation(slack, minimax)
            for name, steps in ROWS.items():
                pictures[f"row-{name}"] = [await conversation.drawn(step) for step in steps]
        if slack.problems:
            raise RuntimeError(f"what a correct bot would not have done: {slack.problems}")
    return pictures


async def live_two_days(folder: Path) -> None:
    """Let the program remember two days of MiniMax, so that there is something to report."""
    store = await open_store(f"sqlite+aiosqlite:///{folder / 'capacity.db'}", now=_now)
    recorder = HistoryRecorder(store.history, max_gap=timedelta(hours=2), stuck_after=timedelta(days=1))
    for hours in range(48, -1, -1):
        at = _now() - timedelta(hours=hours)
        accounts = tuple(_account(name, limit, hours) for name, limit in (("200300", 6), ("200301", 5)))
        await recorder.on_snapshot(Snapshot(provider="minimax", at=at, accounts=accounts))
    await store.close()


def _account(name: str, limit: int, hours: int) -> Account:
    used = limit if hours in FULL_HOURS or (name == "200301" and hours % 7 == 0) else hours % limit
    state = AccountState.FULL if used == limit else AccountState.FREE
    return Account(name=name, state=state, free=limit - used, limit=limit, running=used)


class Conversation:
    """Does what people do, and draws what comes of it.

    Args:
        slack: Where they do it.
        minimax: Whose jobs run.
    """

    def __init__(self, slack: SlackWorkspace, minimax: ScriptedMinimax) -> None:
        guest = slack.world.add_member(GUEST, is_guest=True)
        slack.world.invite(slack.channel, guest)
        self._slack = slack
        self._minimax = minimax
        self._people = {MEMBER: slack.member, MANAGER: slack.admin, GUEST: guest}
        self._shown: dict[str, Message | View] = {}

    async def drawn(self, step: Step) -> str:
        """Return what a step brings, as HTML, or why it can't be done."""
        try:
            return await self._drawn(step)
        except (CannotError, LookupError, StopIteration, TimeoutError) as problem:
            return f"<p><b>{step}</b>: {problem!r}</p>"

    async def _drawn(self, step: Step) -> str:
        slack, who = self._slack, self._people[step.by]
        acked: Acked | None = None
        asked = html = ""
        match step:
            case Typed():
                asked = f"/capacity {step.words}"
                acked = await slack.slash(who, slack.channel, step.words)
            case Pressed():
                acked, asked = await self._pressed(step, who)
            case Submitted():
                form = self._form(who)
                acked, asked = await slack.submit(form, step.entered, user=who), form.body["submit"]["text"]
            case Explained():
                acked, asked = await slack.shortcut(self._newest("why:alert"), user=who), "Why this alert?"
            case Suggested():
                offered = await slack.suggest(self._form(who), step.action, step.query, user=who)
                html = suggestions(step.query, [one.text for one in offered.choices])
            case HomeOpened():
                self._shown[who.id] = home = await slack.open_home(who)
                html = view(home.body, _now())
            case Running():
                html = await self._run_jobs(step)
            case ChannelRead():
                await asyncio.sleep(1)
                newest = slack.messages()[-step.newest :]
                locks = [lock_screen(one.text, _now()) if step.lock else "" for one in newest]
                html = "".join(f"{lock}{self._message(one)}" for lock, one in zip(locks, newest, strict=True))
        return html if acked is None else await self._answer(acked, who, asked)

    async def _run_jobs(self, step: Running) -> str:
        before = len(self._slack.messages())
        self._minimax.run(a=step.a, b=step.b, c=step.c)
        await asyncio.sleep(step.wait)
        said = "".join(map(self._message, self._slack.messages()[before:]))
        return f'<div class="asked">MiniMax runs {step.a} of 6, {step.b} of 5, {step.c} of 2</div>{said}'

    async def _pressed(self, step: Pressed, who: Member) -> tuple[Acked, str]:
        shown = self._newest(step.begins) if step.posted else self._shown[who.id]
        found = [one for one in _elements(shown, self._slack) if one["action_id"].startswith(step.begins)]
        element = found[-1 if step.last else 0]
        said = step.option or element.get("text", {}).get("text", step.begins)
        if step.option and element["type"] != "button":
            acked = await self._slack.choose(shown, element["action_id"], _value(element, step.option), user=who)
        else:
            acked = await self._slack.press(shown, element["action_id"], user=who)
        return acked, said

    async def _answer(self, acked: Acked, who: Member, asked: str) -> str:
        """Wait for what somebody is shown, and draw it: messages, a view, or what they pressed as it is now."""
        asked_line = f'<div class="asked">{who.name}: <b>{asked}</b></div>'
        if not acked.ok:
            return f"{asked_line}<p>{acked.error}</p>"
        edits = _edits(acked)
        opened: list[View] = []
        posted = len(self._slack.messages())
        for _ in range(int(ANSWERED_WITHIN * 10)):
            opened = [one for one in self._slack.views.every.values() if one.interaction == acked.interaction.id]
            is_posted = asked.startswith("Post") and len(self._slack.messages()) > posted
            if acked.messages or opened or acked.payload or is_posted or _edits(acked) > edits:
                break
            await asyncio.sleep(0.1)
        if acked.errors:
            mistakes = "".join(f'<p class="mistake">{name}: {said}</p>' for name, said in acked.errors.items())
            return f"{asked_line}{mistakes}"
        if acked.messages:
            self._shown[who.id] = acked.message
            return asked_line + "".join(map(self._message, acked.messages))
        if opened or acked.interaction.view:
            self._shown[who.id] = shown = self._slack.views.every[(opened or [acked.view])[-1].id]
            return asked_line + view(shown.body, _now())
        return asked_line + (self._message(acked.pressed) if acked.pressed is not None else "")

    def _form(self, who: Member) -> View:
        shown = self._shown[who.id]
        if not isinstance(shown, View):
            raise CannotError("no form is open")
        return shown

    def _newest(self, begins: str) -> Message:
        posts = map(self._slack.now, reversed(self._slack.posts()))
        return next(
            one for one in posts if any(each["action_id"].startswith(begins) for each in _elements(one, self._slack))
        )

    def _message(self, one: Message) -> str:
        now = self._slack.now(one)
        picture = ""
        if now.origin is Origin.FILE:
            content = self._slack.files[now.files[0]].content or b""
            picture = f"data:image/png;base64,{base64.b64encode(content).decode()}"
        said = {"text": now.text, "blocks": now.blocks, "attachments": now.attachments}
        return message(said, now=_now(), private=now.ephemeral, picture=picture)


def _elements(shown: Message | View, slack: SlackWorkspace) -> list[Json]:
    if isinstance(shown, View):
        return [one.element for one in elements(slack.views.every[shown.id].body["blocks"])]
    now = next((one for one in (*slack.messages(), *slack.ephemerals()) if one.ts == shown.ts), shown)
    return [one.element for one in elements(now.blocks, now.attachments)]


def _value(element: Json, option: str) -> str:
    """Return the value of the line of a menu that begins so."""
    return next(str(one["value"]) for one in element["options"] if one["text"]["text"].startswith(option))


def _edits(acked: Acked) -> int:
    return len(acked.pressed.edits) if acked.pressed is not None else 0


def _now() -> datetime:
    return datetime.now(UTC)
