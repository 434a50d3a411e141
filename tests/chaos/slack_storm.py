"""The storm over Slack: what the plan says, done to the loopback Slack at its moment."""

import asyncio
import contextlib

from tests.chaos.plan import Plan, SlackDrop, SlackMishap, Step
from tests.chaos.storm import GARBAGE, run_lane
from tests.fakes.slack import Fault, SlackWorkspace
from tests.fakes.slack.faults import Rule

WARNED_AHEAD = 2.0
"""Seconds from a warning to the close; Slack gives some ten."""


class SlackStorm:
    """Does to Slack what the plan says.

    Attributes:
        drops: How often something happened to the socket.
        downs: How often Slack was not there at all.
        mishaps: Which calls were spoilt, and how often.
    """

    def __init__(self, plan: Plan, slack: SlackWorkspace) -> None:
        self.drops = self.downs = 0
        self._plan = plan
        self._slack = slack
        self._rules: list[tuple[SlackMishap, Rule]] = []
        self._armed: dict[str, Rule] = {}

    @property
    def mishaps(self) -> dict[str, int]:
        """Return how many calls each mishap met."""
        hits = dict.fromkeys(SlackMishap, 0)
        for act, rule in self._rules:
            hits[act] += rule.hits
        return {act.value: number for act, number in hits.items()}

    async def rage(self, *, began: float) -> None:
        """Go through all lanes of the plan, side by side."""
        async with asyncio.TaskGroup() as lanes:
            lanes.create_task(run_lane(self._plan.slack_mishaps, self._mishap, began))
            lanes.create_task(run_lane(self._plan.slack_drops, self._drop, began))
            lanes.create_task(run_lane(self._plan.slack_downs, self._down, began))

    async def calm(self) -> None:
        """End all of it."""
        self._slack.faults.clear()
        await self._slack.up()

    async def _mishap(self, step: Step[SlackMishap]) -> None:
        if (armed := self._armed.get(step.on)) is not None:
            armed.lift()  # one at a time for each method, however long it waits for its call
        rule = self._slack.faults.add(step.on, _fault(step), times=step.times)
        self._armed[step.on] = rule
        self._rules.append((step.act, rule))

    async def _down(self, step: Step[None]) -> None:
        self.downs += 1
        await self._slack.down()
        try:
            await asyncio.sleep(step.seconds)
        finally:
            await self._slack.up()

    async def _drop(self, step: Step[SlackDrop]) -> None:
        sockets = self._slack.sockets
        self.drops += 1
        with contextlib.suppress(TimeoutError):  # it may have connected again meanwhile
            match step.act:
                case SlackDrop.CUT:
                    await sockets.drop()
                case SlackDrop.CLOSED:
                    await sockets.drop(1001)
                case SlackDrop.DUPLICATED:
                    sockets.duplicates += 1
                case SlackDrop.FROZEN:
                    sockets.freeze()
                case SlackDrop.GARBAGE:
                    sockets.send_raw(GARBAGE)
                case SlackDrop.REFRESHED:
                    sockets.disconnect("refresh_requested", close_after=WARNED_AHEAD)
                case SlackDrop.REFUSED:
                    sockets.refuse(2)
                    await sockets.drop()
                case SlackDrop.WARNED:
                    sockets.disconnect("warning", close_after=WARNED_AHEAD)


def _fault(step: Step[SlackMishap]) -> Fault:
    error = (500, 502, 503)[round(step.seconds * 10) % 3]
    return {
        SlackMishap.ERROR: Fault.status(error),
        SlackMishap.ERROR_STORED: Fault.status(error, stored=True),
        SlackMishap.FATAL_STORED: Fault.error("fatal_error", stored=True),
        SlackMishap.INTERNAL: Fault.error("internal_error"),
        SlackMishap.LATE: Fault.late(step.seconds),
        SlackMishap.LIMITED: Fault.limited(max(1, round(step.seconds))),
        SlackMishap.LOST: Fault.lose(),
        SlackMishap.LOST_UNSTORED: Fault.lose(stored=False),
        SlackMishap.PLAIN_STORED: Fault.plain(stored=True),
        SlackMishap.RESET: Fault.lose(reset=True),
        SlackMishap.SLOW: Fault.slow(step.seconds),
    }[step.act]
