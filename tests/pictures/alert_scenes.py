"""Every alert there is, as the real program posts it; where it takes hours to come, time passes for the database."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from tests.pictures.scene import Pictures, Play, Scene
from tests.pictures.scripted_minimax import FINISHED_AT
from tests.pictures.trouble_scenes import A_FEW_MINUTES, TROUBLE_SCENES
from tests.whole.elapsed_time import lengthen_history, pass_time

A_WEEK_OF = 40_000
"""Times that the seconds of a scene are lengthened, to be about a week."""

ANOTHER_TIME = "Another time…"
"""The button that opens a form, where the platform has forms."""


async def full_and_free(scene: Scene) -> Pictures:
    """An account is full, then all are; somebody waits; there is room again, and the messages say so."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1, older=FINISHED_AT)
    async with scene.run() as program:
        await window.ready()
        await minimax.finish_jobs(a=1, b=4, c=2)
        capacity = await window.use("capacity", provider="minimax")
        start = len(window.posts())
        minimax.run(a=1, b=5, c=2)
        await scene.posts(start + 1)
        await window.use("notify me", manager=True, provider="minimax", account="studio-b")
        minimax.run(a=6, b=5, c=2)
        await scene.says("is full: 0 of 13 free")
        full = window.posts()[start:]
        offered = await window.press(full[-1], "Notify me")
        await program.stop()
    pass_time(scene.database, A_FEW_MINUTES)
    async with scene.run():
        await window.ready()
        minimax.run(a=4, b=5, c=2)
        await scene.says("has room: 2 of 13 free")
        await scene.says("your MiniMax slot")
        room = {"room": scene.post("has room: 2 of 13 free"), "offer": scene.post("your MiniMax slot")}
        skipped = await window.press(room["offer"], "Don't need it")
        await minimax.looked()
        minimax.run(a=1, b=2, c=1)
        await scene.says("2 accounts have room again")
        await minimax.looked(3)
        over = window.posts()[start:]
    return {
        "alerts-full": full,
        "alerts-offer": [offered, *room.values(), skipped],
        "alerts-over": over,
        "alerts": [*full[:2], over[1], room["room"]],
        "conversation": [capacity, full[1], room["offer"]],
    }


async def low(scene: Scene) -> Pictures:
    """Few slots are left, fewer than a watch asks for; then more again."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=3, b=4, c=1)
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await minimax.looked()
        await window.use("watch add", manager=True, provider="minimax", warn=3, role="producers", tell="provider")
        await minimax.looked()
        minimax.run(a=5, b=4, c=1)
        await scene.says("is low")
        during = window.posts()
        minimax.run(a=2, b=4, c=1)
        await scene.says("6 of 13 free again")
        await minimax.looked()
    return {"low": [*during, *window.posts()]}


async def flapping(scene: Scene) -> Pictures:
    """An account fills and frees again and again, then all of them do; it settles."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run(FLAPPING_QUIET_MINUTES="0.1"):
        await window.ready()
        await minimax.looked()
        for used in (5, 4) * 4:
            minimax.run(a=1, b=used, c=1)
            await minimax.looked()
        await scene.says("8 changes")
        during = window.posts()[-1:]
        await scene.says("stays free now")
        settled = window.posts()[-2:]
        minimax.run(a=5, b=5, c=2)
        await minimax.looked()
        for used in (6, 5) * 4:
            minimax.run(a=used, b=5, c=2)
            await minimax.looked()
        keeps = window.posts()[-2:]
        await window.until(lambda: any("MiniMax stays free now" in text for text in window.texts()))
    return {"flapping": [*during, *settled], "flapping-provider": [*keeps, *window.posts()[-2:]]}


async def flapping_edited(scene: Scene) -> Pictures:
    """The same in a channel whose watch edits one message for each incident."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run(FLAPPING_QUIET_MINUTES="0.1", **scene.unwatched()):
        await window.ready()
        await minimax.looked()
        await window.use("watch add", manager=True, provider="minimax", style="edit")
        await minimax.looked()
        for used in (5, 4) * 4:
            minimax.run(a=1, b=used, c=1)
            await minimax.looked()
        during = window.posts()
        await scene.says("stays free now")
    return {"flapping-edited": [*during, *window.posts()]}


async def quiet_hours(scene: Scene) -> Pictures:
    """What changed in quiet hours is summed up at their end."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run(**scene.unwatched()) as program:
        await window.ready()
        await minimax.looked()
        now = datetime.now(UTC)
        quiet = f"{now - timedelta(hours=1):%H:%M}-{now + timedelta(minutes=1, seconds=10):%H:%M} UTC"
        await window.use("watch add", manager=True, provider="minimax", quiet=quiet, role="producers")
        await minimax.looked()
        for used in (5, 4, 5):
            minimax.run(a=1, b=used, c=1)
            await minimax.looked()
        minimax.run(a=6, b=5, c=1)
        await minimax.looked()
        minimax.run(a=6, b=5, c=2)
        await minimax.looked()
        minimax.run(a=2, b=5, c=2)
        await scene.posts(1)
        await program.stop()
    return {"quiet-hours": window.posts()}


async def absence(scene: Scene) -> Pictures:
    """The machine was off for two hours, in which an account filled up and another freed."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=5, c=1)
    async with scene.run() as program:
        await window.ready()
        await minimax.looked()
        await program.kill()
    pass_time(scene.database, timedelta(hours=2, minutes=10))
    minimax.run(a=6, b=3, c=1)
    async with scene.run():
        await scene.says("Back after")
        await minimax.looked()
    return {"absence": window.posts()}


async def told_late(scene: Scene) -> Pictures:
    """The platform took no message for a while: what it should have been told is summed up."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run() as program:
        await window.ready()
        await minimax.looked()
        with window.refuse_posts():
            for used in (5, 4, 5):
                minimax.run(a=1, b=used, c=1)
                await minimax.looked()
            await program.kill()
    pass_time(scene.database, timedelta(minutes=4))
    async with scene.run(FOLD_MINUTES="1"):
        await scene.says("as of")
        await minimax.looked()
    return {"told-late": window.posts()}


async def stuck(scene: Scene) -> Pictures:
    """A job runs for far too long."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1, older=FINISHED_AT)
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await minimax.finish_jobs(a=1, b=4, c=1)
        await window.use("watch add", manager=True, provider="minimax", tell="stuck", role="producers")
        minimax.run_long("kids tv loop", timedelta(hours=1, minutes=12))
        await scene.posts(1)
        during = window.posts()
        jobs = await window.use("jobs", provider="minimax", older_than="30m")
        minimax.run(a=0, b=4, c=1)
    return {"stuck": [*during, jobs, *window.posts()]}


async def weekly_report(scene: Scene) -> Pictures:
    """A report comes by itself, of a week in which now and then nothing was free."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=0)
    async with scene.run(**scene.unwatched()) as program:
        await window.ready()
        await minimax.looked(3)
        await window.use("notify me", provider="minimax", account="studio-b")
        for used in ((6, 5, 0), (3, 2, 0), (6, 5, 2), (2, 5, 0), (2, 4, 0)):
            minimax.run(a=used[0], b=used[1], c=used[2])
            await minimax.looked(3)
        due = datetime.now(UTC) + timedelta(minutes=1)
        await window.use("report every", manager=True, when=f"{due:%A %H:%M}")
        await program.stop()
    lengthen_history(scene.database, A_WEEK_OF)
    pass_time(scene.database, timedelta(minutes=2))
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await scene.says("Weekly report")
        now = await window.use("report now")
    return {"report-weekly": [window.posts()[-1], now]}


async def drill_and_board(scene: Scene) -> Pictures:
    """A board that is kept true and ends, and a drill."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run(**scene.unwatched()):
        await window.ready()
        await minimax.looked()
        added = await window.use("board add", manager=True, providers="minimax")
        await scene.posts(1)
        board = window.posts()
        await window.use("watch add", manager=True, provider="minimax", role="producers")
        drilled = await window.use("watch test", manager=True, watch=1)
        await scene.posts(2)
        listed = await window.use("board list", manager=True)
        removed = await window.use("board remove", manager=True, board=1)
        await minimax.looked()
    return {"board": [added, *board, listed, removed, window.posts()[0]], "drill": [drilled, window.posts()[1]]}


async def muted(scene: Scene) -> Pictures:
    """Somebody mutes an alert's account by its button; everybody reads it, and its end."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run():
        await window.ready()
        await minimax.looked()
        minimax.run(a=1, b=5, c=1)
        await scene.says("is full")
        asked = await window.press(scene.post("is full"), "Mute here…")
        form = [await window.press(asked, ANOTHER_TIME)] if ANOTHER_TIME in asked.html else []
        chosen = await window.press(asked, "1 h")
        await minimax.looked()
        shown = window.posts()
        why = await window.press(scene.post("is full"), "Details")
        undone = await window.press(chosen, "Undo")
    return {"muted": [asked, *form, chosen, *shown, why, undone]}


ALERT_SCENES: Mapping[str, Play] = {
    "full-and-free": full_and_free,
    "low": low,
    "flapping": flapping,
    "flapping-edited": flapping_edited,
    **TROUBLE_SCENES,
    "quiet-hours": quiet_hours,
    "absence": absence,
    "told-late": told_late,
    "stuck": stuck,
    "weekly-report": weekly_report,
    "drill-and-board": drill_and_board,
    "muted": muted,
}
