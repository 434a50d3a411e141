"""The power is cut after every step that changes something: nothing is lost, told twice, or left outdated."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, or_, select

from bot.app.clock import uptime
from bot.delivery.alert_sender import AlertSender
from bot.delivery.channel_tasks import WakeUp
from bot.delivery.message_editor import MessageEditor
from bot.delivery.message_port import DeliveryTiming, MessagePorts
from bot.errors import EditRefused
from bot.platforms import Platform
from bot.storage import tables
from bot.storage.database import Store
from bot.storage.transactions import reading
from tests.delivery.far_end_log import QUICK, Running, amend, full, owe
from tests.far_end import FarEnd, said

EVERY = timedelta(milliseconds=20)

READING = {"owed_channels", "oldest_owed", "outdated_channels", "outdated"}
"""A cut after one of these finds what a cut before it does."""


class PowerCutError(BaseException):
    """The machine is off: nothing catches that."""


class Mains:
    """Counts steps, and cuts the power at one of them, once."""

    def __init__(self, cut_at: int) -> None:
        self._left = cut_at

    @property
    def cut(self) -> bool:
        """Return whether the power has been cut."""
        return self._left <= 0

    def step(self) -> None:
        """Count one."""
        self._left -= 1
        if self._left == 0:
            raise PowerCutError

    def feed(self, part: object) -> Any:  # noqa: ANN401 - whatever it stands for
        """Stand in for a part, each method of which is a step, unless it only reads."""
        return _Fed(self, part)


class _Fed:
    def __init__(self, mains: Mains, part: object) -> None:
        self._mains = mains
        self._part = part

    def __getattr__(self, name: str) -> Callable[..., Coroutine[Any, Any, object]] | DeliveryTiming:
        if isinstance(value := getattr(self._part, name), DeliveryTiming):
            return value

        async def fed(*args: object, **named: object) -> object:
            try:
                return await getattr(self._part, name)(*args, **named)
            finally:
                if name not in READING:
                    self._mains.step()

        return fed


async def live(store: Store, far_end: FarEnd, mains: Mains) -> None:
    """Deliver and edit until all is well; where the power is cut, once more."""
    again = True
    while again:
        was_cut = mains.cut
        ports = MessagePorts({Platform.DISCORD: mains.feed(far_end)})
        wake_up = WakeUp()
        editor = MessageEditor(
            mains.feed(store.messages),
            ports,
            wake_up=wake_up,
            refused=lambda *_: None,
            edit_every=EVERY,
            backoff=QUICK,
            now=far_end.now,
            uptime=uptime,
        )
        outbox = AlertSender(
            mains.feed(store.outbox),
            ports,
            wake_up=wake_up,
            refused=lambda *_: None,
            undelivered=lambda _: None,
            backoff=QUICK,
            now=far_end.now,
            uptime=uptime,
        )
        parts = [asyncio.create_task(part.run()) for part in (outbox, editor)]
        while not any(part.done() for part in parts) and await unfinished(store):  # noqa: ASYNC110 - as in delivering
            await asyncio.sleep(2 * EVERY.total_seconds())  # an edit is hardly sooner
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        again = mains.cut and not was_cut


async def unfinished(store: Store) -> bool:
    # One read: between two of them a message that can't be edited would pass from outdated to owed, unseen by either.
    either = select(exists().where(or_(tables.unsettled, tables.outdated)))
    async with reading(store._engine) as connection:  # noqa: SLF001 - the program itself never asks for both at once
        return bool((await connection.execute(either)).scalar_one())


async def test_a_power_cut_at_any_step_leaves_every_message_once_and_up_to_date(
    store: Store,
) -> None:
    for cut_at in itertools.count(1):
        mains, far_end = Mains(cut_at), FarEnd(Running())
        first, second = f"{cut_at} a", f"{cut_at} b"
        far_end.edit_trouble[second] = [EditRefused("10008") for _ in range(9)]
        await owe(store, full(first, cut_at), full(second, cut_at, live=True))
        await live(store, far_end, mains)
        await amend(store, first, 2)
        await amend(store, second, 2, live=True)
        await live(store, far_end, mains)

        assert said(far_end) == {1: [2], 2: [1], 3: [2]}
        assert list(far_end.sent)[:2] == [first, second]
        for moments in far_end.edits_at.values():
            assert all(later - earlier >= EVERY for earlier, later in itertools.pairwise(moments))
        if not mains.cut:
            break
    assert cut_at > 12
