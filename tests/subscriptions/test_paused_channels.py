"""A channel that was refused is told again once nothing is missing there any more."""

import asyncio

import pytest

from bot.storage.database import Store
from bot.subscriptions.paused_channels import CHECK_EVERY, paused_because, resume_hourly, resume_mended
from bot.subscriptions.watch_registry import WatchRegistry
from tests.rows import each_row


@pytest.fixture
def watches(store: Store) -> WatchRegistry:
    made = WatchRegistry(store.watches)
    made.pause(7, "403")
    made.pause(8, "404")
    return made


async def test_a_channel_is_resumed_when_nothing_is_missing_any_more(watches: WatchRegistry) -> None:
    missing = {7: ("Send Messages",), 8: ()}
    resume_mended(watches, lambda channel: missing[channel])
    assert dict(watches.paused) == {7: "403"}
    missing[7] = ()
    resume_mended(watches, lambda channel: missing[channel])
    assert not watches.paused


async def test_it_checks_every_hour_unless_the_platform_is_away(watches: WatchRegistry) -> None:
    slept: list[float] = []
    known = False
    left: list[int] = []

    async def sleep(seconds: float) -> None:
        nonlocal known
        slept.append(seconds)
        left.append(len(watches.paused))
        known = len(slept) >= 3
        if len(slept) > 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await resume_hourly(watches, lambda _: () if known else None, sleep=sleep)
    assert slept == [CHECK_EVERY] * 4
    assert CHECK_EVERY == 3600
    assert left == [2, 2, 2, 0]


@each_row(
    ("missing", "said"),
    [
        ((), "No alerts go there until this is fixed: Invite the bot."),
        (("The bot sees no such channel.",), "No alerts go there until this is fixed."),
    ],
)
def test_what_keeps_a_channel_paused_is_said_once(missing: tuple[str, ...], said: str) -> None:
    assert paused_because("Invite the bot.", missing) == said
