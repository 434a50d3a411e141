"""The real alert sender and editor over the real ports of chat platforms, without their long waits."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from typing_extensions import override

from bot.alerts.alert import Alert
from bot.app.clock import uptime
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.delivery.message_editor import MessageEditor
from bot.delivery.message_port import DeliveryTiming, MessagePort, MessagePorts, ReportedPort
from bot.platforms import Platform
from bot.storage.database import Store
from tests.delivery.far_end_log import QUICK, until_nothing_is_outdated, until_nothing_is_owed
from tests.delivery.loopback_platform import LoopbackPlatform

SETTLES_AFTER = timedelta(seconds=0.2)
"""In place of the platform's own, which is longer, where what went unanswered may land later."""


class Hasty(ReportedPort):
    """A platform whose messages land soon or never, so that no test waits for long."""

    def __init__(self, port: MessagePort) -> None:
        super().__init__(port, posted=lambda *_: None, edited=lambda *_: None)

    @property
    @override
    def timing(self) -> DeliveryTiming:
        timing = super().timing
        return replace(timing, request_lasts=timedelta(), settles_after=min(timing.settles_after, SETTLES_AFTER))


@dataclass(kw_only=True)
class Delivery:
    """What an alert sender and an editor said of their work, and what wakes them."""

    wake_up: WakeUp
    refused: list[int] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)


def utcnow() -> datetime:
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def delivering(
    store: Store, ports: dict[Platform, MessagePort], now: Callable[[], datetime] = utcnow
) -> AsyncIterator[Delivery]:
    """Deliver and edit until the block ends."""
    delivery = Delivery(wake_up=WakeUp())
    every = MessagePorts({platform: Hasty(port) for platform, port in ports.items()})

    def refused(channel: int, _: str) -> None:
        delivery.refused.append(channel)

    outbox = AlertSender(
        store.outbox,
        every,
        wake_up=delivery.wake_up,
        refused=refused,
        undelivered=lambda alert: delivery.undelivered.append(alert.key),
        backoff=QUICK,
        now=now,
        uptime=uptime,
    )
    editor = MessageEditor(
        store.messages,
        every,
        wake_up=delivery.wake_up,
        refused=refused,
        edit_every=timedelta(),
        backoff=QUICK,
        now=now,
        uptime=uptime,
    )
    parts = [asyncio.create_task(part.run()) for part in (outbox, editor)]
    try:
        yield delivery
    finally:
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)


async def deliver(store: Store, there: LoopbackPlatform, *alerts: Alert) -> Delivery:
    """Owe alerts, and deliver until nothing is left to do."""
    await store.outbox.owe(alerts, utcnow())
    async with delivering(store, {there.platform: there.port}) as delivery:
        await until_nothing_is_owed(store)
        await until_nothing_is_outdated(store)
        await until_nothing_is_owed(store)  # in place of a message that can't be edited
    return delivery


async def message_of(store: Store, key: str) -> int | None:
    """Return the id of the message as which an alert was delivered."""
    stored = await store.alerts.get(key)
    assert stored is not None
    return stored.message_id
