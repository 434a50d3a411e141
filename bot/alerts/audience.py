"""Who is told at a moment: the watches, and what keeps them from being told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.alerts.news import Withheld, WithheldBecause
from bot.subscriptions.mute import Mute
from bot.subscriptions.topic import Topic
from bot.subscriptions.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told.

    Attributes:
        watches: Every watch.
        mutes: What is muted where, the ended ones included.
        paused: The channels that take no alerts, and why.
    """

    watches: tuple[Watch, ...] = ()
    mutes: tuple[Mute, ...] = ()
    paused: Mapping[int, str] = field(default_factory=dict)

    def channels(self, provider: str) -> dict[int, list[Watch]]:
        """Return the watches of a provider by channel: what one look changes is one message there."""
        channels: dict[int, list[Watch]] = {}
        for watch in self.watches:
            if watch.listens_to(provider):
                channels.setdefault(watch.channel, []).append(watch)
        return channels

    def hindrance(self, watch: Watch, provider: str, topic: Topic, at: datetime) -> Withheld | None:
        """Return what keeps a watch from being told of a topic: its paused channel, else a mute, else quiet hours."""
        if watch.channel in self.paused:
            return Withheld(why=WithheldBecause.PAUSED)
        in_force = (one for one in self.mutes if one.channel == watch.channel and at < one.until)
        covering = (one for one in in_force if one.covers(provider, topic))
        if (mute := max(covering, key=lambda one: one.until, default=None)) is not None:
            return Withheld(why=WithheldBecause.MUTED, until=mute.until, by=mute.by)
        if watch.quiet is not None and (end := watch.quiet.ends(at)) is not None:
            return Withheld(why=WithheldBecause.QUIET, until=end)
        return None
