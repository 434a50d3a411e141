"""Slack as the third far end of a storm: its storm, its second channel, and its part of the judgement."""

from collections.abc import Iterator, Sequence

from tests.chaos.look_moments import Moments
from tests.chaos.model import Count, Look
from tests.chaos.plan import Plan
from tests.chaos.report import is_all_told, judge_slack, reasons, slack_figures
from tests.chaos.slack_storm import SlackStorm
from tests.fakes.discord import Discord
from tests.fakes.slack import Channel, Fault, SlackWorkspace

BEGINNING = 30.0


class SlackEnd:
    """The loopback Slack of a run.

    Attributes:
        slack: The loopback Slack; e-mails are shown in full there, since the judge reads them.
        storm: What goes wrong with it.
        edited: A channel where the end of an incident is an edit.
    """

    def __init__(self, plan: Plan) -> None:
        self.slack = SlackWorkspace()
        self.slack.terms.full_emails = True
        self.storm = SlackStorm(plan, self.slack)
        self.edited: Channel = self.slack.world.add_channel("edited", self.slack.admin)

    async def watch_by_edits(self) -> None:
        """Add a watch for the second channel."""
        await self.slack.connected(BEGINNING)
        acked = await self.slack.slash(self.slack.admin, self.edited, "watch add all #edited style:edit")
        await acked.answered(BEGINNING)
        if not acked.text.startswith("Alerts about "):
            raise AssertionError(f"no watch was added: {acked.text}")

    def lose_edits(self) -> None:
        """Lose the next edits, once before and once after they are stored."""
        for fault in (Fault.lose(stored=False), Fault.lose(stored=True)):
            self.slack.faults.add("chat.update", fault, times=2)

    def judge(self, looks: Sequence[Look], discord: Discord, moments: Moments) -> Count:
        """Count what is on record."""
        return judge_slack(self.slack, self.edited, looks, discord, moments)

    def is_all_told(self, looks: Sequence[Look], discord: Discord, moments: Moments) -> bool:
        """Return whether nothing is left to wait for."""
        return is_all_told(self.judge(looks, discord, moments))

    def figures(self, looks: Sequence[Look], discord: Discord, moments: Moments) -> dict[str, object]:
        """Return the figures of the records."""
        return {
            **slack_figures(self.judge(looks, discord, moments), self.slack, self.edited),
            "socket_drops": self.storm.drops,
            "slack_downs": self.storm.downs,
            "mishaps": self.storm.mishaps,
        }

    def wrong(self, looks: Sequence[Look], discord: Discord, moments: Moments) -> Iterator[str]:
        """Return what is wrong, a line each."""
        yield from reasons(self.judge(looks, discord, moments), "Slack: ")
        yield from (f"Slack: {problem}" for problem in self.slack.problems)
