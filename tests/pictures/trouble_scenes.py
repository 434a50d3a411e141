"""Alerts of providers and accounts that need somebody, as the real program posts them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tests.fakes.useapi import Reply
from tests.pictures.chat_window import Shown
from tests.pictures.scene import Pictures, Play, Scene
from tests.whole.elapsed_time import pass_time
from tests.whole.program import DEADLINE

MUSE_JOBS, MUSE_ACCOUNTS = "/v1/muse/jobs", "/v1/muse/accounts"
KLING_JOBS, KLING_ACCOUNTS = "/v1/kling/scheduler/available", "/v1/kling/accounts"
SIGNED_OUT, ON_HOLD = "Session refresh failed", "Account is on hold"

A_FEW_MINUTES = timedelta(minutes=3)
"""Of the machine being off, less than what counts as an absence."""


async def unchecked(scene: Scene) -> Pictures:
    """A provider answers with errors, then well again."""
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    async with scene.run():
        await window.ready()
        await minimax.looked()
        minimax.fail(502, "<html><head><title>502 Bad Gateway</title></head></html>")
        await scene.says("can't be checked")
        capacity = await window.use("capacity", provider="minimax")
        during = window.posts()[-1:]
        minimax.run(a=1, b=4, c=1)
        await scene.says("can be checked again")
        await minimax.looked()
    return {"unchecked": [*during, capacity, *window.posts()]}


async def refused(scene: Scene) -> Pictures:
    """useapi.net refuses the token for every provider, which is told once."""
    window, minimax = scene.window, scene.minimax
    kling = [{"email": "jo@example.com", "maxJobs": 5, "executing": 1, "available": 4}]
    scene.useapi.answers[KLING_JOBS] = Reply(body={"executing": [], "available": kling})
    scene.useapi.answers[KLING_ACCOUNTS] = Reply(body={"jo@example.com": {"maxJobs": 5}})
    minimax.run(a=1, b=4, c=1)
    async with scene.run(PROVIDERS="minimax,kling"):
        await window.ready()
        await minimax.looked()
        token, scene.useapi.token = scene.useapi.token, "another"
        await scene.says("can't be checked")
        during = window.posts()[-1:]
        scene.useapi.token = token
        await scene.says("can be checked again")
        await minimax.looked()
    return {"refused": [*during, *window.posts()]}


async def unusable(scene: Scene) -> Pictures:
    """An account is signed out, as the list that is read at each start says; then it can be used again."""
    return {"signed-out": await _with_broken_account(scene, SIGNED_OUT, "is signed out")}


async def on_hold(scene: Scene) -> Pictures:
    """The same of an account that is on hold."""
    return {"on-hold": await _with_broken_account(scene, ON_HOLD, "is on hold")}


async def _with_broken_account(scene: Scene, error: str, said: str) -> Sequence[Shown]:
    window, minimax = scene.window, scene.minimax
    minimax.run(a=1, b=4, c=1)
    during: list[Shown] = []
    for broken in ({}, {"b": error}, {}):
        minimax.list_accounts(**broken)
        async with scene.run() as program:
            await window.ready()
            await minimax.looked(3)
            if broken:
                await scene.says(said)
                during = [window.posts()[-1], await window.use("capacity", provider="minimax")]
            await program.stop()
        pass_time(scene.database, A_FEW_MINUTES)
    return [*during, *window.posts()]


async def quota(scene: Scene) -> Pictures:
    """A stored quota is used up bit by bit, and a session will end."""
    window, resets = scene.window, datetime.now(UTC) + timedelta(days=2)

    def listed(percent: int, session: timedelta) -> Mapping[str, object]:
        used = {"percentUsed": percent, "resetsAt": resets.isoformat()}
        return {
            "maxJobs": 3,
            "quota": used,
            "health": "OK",
            "sessionExpires": (datetime.now(UTC) + session).isoformat(),
        }

    for percent in (20, 88, 100, 3):
        scene.useapi.answers[MUSE_JOBS] = Reply(
            body={"running": [], "accounts": {name: {"running": 0, "maxJobs": 3} for name in ("muse-1", "muse-2")}}
        )
        accounts = {"muse-1": listed(percent, timedelta(days=60)), "muse-2": listed(5, timedelta(days=60))}
        scene.useapi.answers[MUSE_ACCOUNTS] = Reply(body=accounts)
        async with scene.run(PROVIDERS="muse", **scene.unwatched()) as program:
            await window.ready()
            if percent == 20:
                await window.use("watch add", manager=True, provider="muse", quota=80)
            enough = len(scene.useapi.requests) + 6
            while len(scene.useapi.requests) < enough:
                await scene.useapi.next_request(within=DEADLINE)
            await program.stop()
    return {"quota": window.posts()}


TROUBLE_SCENES: Mapping[str, Play] = {
    "unchecked": unchecked,
    "refused": refused,
    "unusable": unusable,
    "on-hold": on_hold,
    "quota": quota,
}
