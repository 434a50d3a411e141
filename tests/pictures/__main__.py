"""``python -m tests.pictures FOLDER``: draw commands and alerts at phone and desktop width."""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image, ImageChops

from tests.fakes.discord import Discord, Message, Permission, Reply
from tests.fakes.discord.options import Value
from tests.fakes.useapi import FakeUseapi
from tests.fakes.useapi import Reply as Answer
from tests.pictures import slack_page
from tests.pictures.discord_page import message, page
from tests.pictures.rare_alerts import rare_alerts
from tests.pictures.slack_conversation import slack_conversation
from tests.pictures.slack_messages import slack_pages
from tests.whole.forks import ROOT
from tests.whole.program import Program

ACCOUNTS = {"200300": 6, "200301": 5, "joanna@example.com": 2}
LABELS = '{"minimax/200300": "studio-a", "minimax/200301": "studio-b"}'
REFS = ("shot-12 (mia)", "ep3-sc04-v2", "kids tv loop", "trailer, second cut", "", "teaser v3, take 2 (leo)", "logo")
WIDTHS = {"phone": 390, "desktop": 760}
DOCS = {"conversation": 560, "alerts": 390}
"""The pictures of the documents, and how many pixels wide each is in a document; each is drawn twice as large."""

COLOURS = 256
"""Of a picture in the documents: letters stay smooth, and it is a third as large."""

_MARGIN = 12
"""Pixels below the last message."""


def script(useapi: FakeUseapi, **running: int) -> None:
    """Let MiniMax run so many jobs on each account from now on."""
    now = datetime.now(UTC)
    used = dict(zip(ACCOUNTS, (running["a"], running["b"], running["c"]), strict=True))
    jobs = [
        {
            "videoId": f"user:100-minimax:{account}-video:{number}{place}",
            "started": (now - timedelta(seconds=40 + 47 * number)).isoformat(),
            "replyRef": REFS[(number + 2 * place) % len(REFS)],
        }
        for place, (account, count) in enumerate(used.items())
        for number in range(count)
    ]
    rows = [
        {"account": account, "maxJobs": limit, "executing": used[account], "available": limit - used[account]}
        for account, limit in ACCOUNTS.items()
        if used[account] < limit
    ]
    useapi.answers["/v1/minimax/scheduler/available"] = Answer(body={"executing": jobs, "available": rows})
    listed = {account: {"maxJobs": limit} for account, limit in ACCOUNTS.items()}
    useapi.answers["/v1/minimax/accounts"] = Answer(body=listed)


async def conversation(folder: Path) -> dict[str, list[str]]:
    """Let the real program say what there is to draw; return the messages as HTML, by picture."""
    pictures: dict[str, list[str]] = {}
    async with Discord() as discord, FakeUseapi() as useapi:
        discord.world.change_role(discord.role, mentionable=True)
        producers = discord.world.add_role(discord.guild, "producers", may=Permission.MANAGE_GUILD)
        manager = discord.world.add_member(discord.guild, "alex", producers)
        script(useapi, a=1, b=4, c=2)
        settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_GUILD_IDS": str(discord.guild.id),
            "DISCORD_API_URL": discord.url,
            "USEAPI_TOKEN": useapi.token,
            "USEAPI_URL": useapi.url,
            "ALERT_CHANNEL_ID": str(discord.channel.id),
            "ALERT_ROLE_ID": str(discord.role.id),
            "ACCOUNT_LABELS": LABELS,
            "PROVIDERS": "minimax",
            "POLL_SECONDS": "1",
            "PYTHONPATH": str(ROOT),
        }
        async with Program(folder, settings, "run"):
            await discord.connected(within=60)
            await discord.wait_for(lambda: discord.commands(discord.guild), within=60)
            await asyncio.sleep(3)
            minimax: dict[str, Value] = {"provider": "minimax"}
            for name, command, values in (
                ("capacity", "capacity", minimax),
                ("overview", "capacity", {}),
                ("jobs", "jobs", minimax),
                ("report", "report now", {}),
                ("help", "help", {}),
            ):
                pictures[name] = [
                    answered(await discord.use(command, values), f"/{command} {' '.join(map(str, values.values()))}")
                ]
            shown = len(discord.posts())
            script(useapi, a=1, b=5, c=2)
            await asyncio.sleep(3)
            script(useapi, a=6, b=5, c=2)
            await asyncio.sleep(3)
            full = posted(discord.posts()[-1])
            pictures["capacity-full"] = [answered(await discord.use("capacity", minimax), "/capacity minimax")]
            pictures["alerts-full"] = [posted(one) for one in discord.posts()[shown:]]
            offered = await discord.press(discord.posts()[-1], label="Notify me")
            script(useapi, a=4, b=5, c=2)
            await asyncio.sleep(3)
            freed = [posted(one) for one in discord.posts()[shown:]]
            pictures["conversation"] = [*pictures["capacity"], full, *freed[-1:]]
            pictures["notify"] = [answered(offered, "Notify me"), *freed]
            script(useapi, a=1, b=2, c=1)
            await asyncio.sleep(7)
            pictures["alerts-over"] = [posted(one) for one in discord.posts()[shown:]]
            pictures["alerts"] = [*pictures["alerts-full"], *pictures["alerts-over"][1:3]]
            pictures["why"] = [answered(await discord.press(discord.posts()[shown], label="Details"), "Details")]
            pictures["doctor"] = [answered(await discord.use("doctor", member=manager), "/doctor")]
            pictures["watch"] = [answered(await discord.use("watch list", member=manager), "/watch list")]
            pictures["mute"] = [answered(await discord.use("mute", minimax), "/mute minimax")]
    return pictures


def answered(reply: Reply, asked: str) -> str:
    """Draw an answer."""
    return message(
        content=reply.message.content,
        embeds=reply.embeds,
        components=reply.components,
        now=datetime.now(UTC),
        asked=asked,
        private=reply.ephemeral,
    )


def posted(one: Message) -> str:
    """Draw a message of a channel."""
    return message(content=one.content, embeds=one.embeds, components=one.components, now=one.at)


def photograph(html: str, png: Path, width: int, *, scale: int = 1) -> None:
    """Draw a page with Chromium, and cut off what is empty below it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        parts = {"<br>": 1, "\n": 1, 'class="embed"': 2, 'class="block"': 2, 'class="message': 4, 'class="lock"': 4}
        height = 200 + 26 * sum(rows * html.count(part) for part, rows in parts.items())
        subprocess.run(  # noqa: S603 - the words here
            [
                shutil.which("chromium") or "chromium",
                *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                *(f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", f"--screenshot={png}"),
                f"--force-device-scale-factor={scale}",
                file.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    with Image.open(png) as drawn:
        picture = drawn.convert("RGB")
    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    found = ImageChops.difference(picture, ground).getbbox()
    picture.crop((0, 0, picture.width, min(picture.height, (found or (0, 0, 0, 0))[3] + scale * _MARGIN))).save(png)


def shrink(png: Path) -> None:
    """Give a picture fewer colours."""
    with Image.open(png) as drawn:
        few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(png, optimize=True)


def main() -> int:
    """Draw everything into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("folder", type=Path, nargs="?", help="draw everything into this folder")
    where.add_argument("--docs", action="store_true", help="draw the pictures of the documents into docs/")
    parser.add_argument("--only", default="", help="only pictures whose names hold this")
    parser.add_argument(
        "--rare", action="store_true", help="draw alerts that take hours to come, made without the program"
    )
    parser.add_argument("--slack", action="store_true", help="draw what is said on Slack, as Slack draws it")
    asked = parser.parse_args()
    if asked.slack and asked.folder:
        with tempfile.TemporaryDirectory() as folder:
            said = asyncio.run(slack_conversation(Path(folder), script, LABELS))
        pages = {name: slack_page.page(shown) for name, shown in {**slack_pages(), **said}.items()}
        photograph_all(pages, asked.folder, asked.only)
        return 0
    if asked.rare:
        rare = {name: page(messages) for name, messages in rare_alerts().items()}
        photograph_all(rare, asked.folder, asked.only)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        pictures = asyncio.run(conversation(Path(folder)))
    if asked.docs:
        for name, width in DOCS.items():
            png = ROOT / "docs" / f"{name}.png"
            photograph(page(pictures[name]), png, width, scale=2)
            shrink(png)
        return 0
    photograph_all({name: page(messages) for name, messages in pictures.items()}, asked.folder, asked.only)
    return 0


def photograph_all(pages: Mapping[str, str], folder: Path, only: str) -> None:
    """Draw the pages whose names hold ``only`` at each width."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, html in pages.items():
        for device, width in WIDTHS.items():
            if only in name:
                photograph(html, folder.absolute() / f"{name}-{device}.png", width)


if __name__ == "__main__":
    sys.exit(main())
