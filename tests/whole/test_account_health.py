"""Accounts that are signed out or out of credits, as the real program shows and tells them."""

from datetime import UTC, datetime, timedelta

from tests.fakes.discord import Discord, Member
from tests.fakes.useapi import FakeUseapi, Reply
from tests.whole.conftest import Bots, ready
from tests.whole.minimax import ACCOUNTS, LIMIT, looked, script
from tests.whole.test_capacity import text_of
from tests.whole.test_doctor import steward

FINE = {"maxJobs": LIMIT}
BROKEN = {"maxJobs": LIMIT, "error": "Session refresh failed, token eyJhbGciOiJIUzI1NiJ9.c2VjcmV0 is not valid"}
MUSE_JOBS, MUSE_ACCOUNTS = "/v1/muse/jobs", "/v1/muse/accounts"
RESETS = datetime.now(UTC) + timedelta(days=2)


async def test_an_account_that_is_signed_out_is_told_once_and_once_when_it_is_not(
    discord: Discord, useapi: FakeUseapi, bots: Bots
) -> None:
    sam = steward(discord)
    script(useapi, free=2)
    useapi.answers[ACCOUNTS] = Reply(body={"200300": FINE, "200400": FINE})
    async with bots.run() as program:
        await ready(discord)
        await looked(useapi)
        await program.stop()

    useapi.answers[ACCOUNTS] = Reply(body={"200300": BROKEN, "200400": FINE})
    async with bots.run() as program:  # the list is read every ten minutes, and at the start
        await program.says("was delivered")
        await ready(discord)
        await looked(useapi, times=3)
        capacity = text_of(await discord.use("capacity", {"provider": "minimax"}))
        doctor = text_of(await discord.use("doctor", member=sam))
        await program.stop()
    (told,) = discord.posts()
    said = "is signed out. 2 of 2 still free, use **200400**. Sign in again at useapi.net"
    assert told.content == f"<@&{discord.role.id}> ⚠️ MiniMax: **200300** {said}"
    assert "[How to sign in again](https://useapi.net/docs/api-minimax-v1/" in str(told.embeds)
    assert "MiniMax · 2 of 2 free" in capacity
    assert "⚠️ **200300** · signed out: Session refresh failed" in capacity
    assert "⚠️ MiniMax · **200300** · signed out: Session refresh failed" in doctor
    assert "eyJ" not in f"{told} {capacity} {doctor} {program.lines}"

    useapi.answers[ACCOUNTS] = Reply(body={"200300": FINE, "200400": FINE})
    quotas(useapi, RESETS)
    async with bots.run(PROVIDERS="minimax,muse") as program:
        await program.says("was delivered")
        await looked(useapi, times=3)
        assert len(discord.posts()) == 2  # none of what is wrong when it is first seen
        assert "🟢 MiniMax: **200300** is signed in again" in discord.posts()[-1].content
        await a_used_up_quota_leaves_no_free_slot_and_says_until_when(discord, sam)


def quotas(useapi: FakeUseapi, resets: datetime) -> None:
    """Make Muse answer that one of its accounts has used up its quota, and others have not."""

    def listed(percent: int, limit: int) -> dict[str, object]:
        quota = {"percentUsed": percent, "resetsAt": resets.isoformat()}
        return {"maxJobs": limit, "quota": quota, "health": "OK"}

    accounts = {name: {"running": 0, "maxJobs": limit} for name, limit in (("a1", 3), ("b1", 2), ("c1", 1))}
    useapi.answers[MUSE_JOBS] = Reply(body={"running": [], "accounts": accounts})
    useapi.answers[MUSE_ACCOUNTS] = Reply(body={"a1": listed(100, 3), "b1": listed(92, 2), "c1": listed(12, 1)})


async def a_used_up_quota_leaves_no_free_slot_and_says_until_when(discord: Discord, sam: Member) -> None:
    watched = text_of(await discord.use("watch add", {"provider": "muse", "quota": 80}, member=sam))
    said = text_of(await discord.use("capacity", {"provider": "muse"}))
    assert "Alert at 80% of a quota used" in watched
    assert "Muse · 3 of 3 free" in said
    assert "Use **c1** (1 free)" in said
    assert f"⚠️ **a1** · quota used up, resets <t:{int(RESETS.timestamp())}:f>" in said
    assert f"**b1** · 2 of 2 free · 92% of this week used, resets <t:{int(RESETS.timestamp())}:f>" in said
    assert "**c1** · 1 of 1 free · 12% of this week used" in said
