"""What keeps a channel from being told of a topic for now: it is paused or muted, in quiet hours, or counts changes.

What is told afterwards is decided in ``decide_for_topic``, as at any time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from bot.alerts.alert_state import AlertState
from bot.alerts.audience import Audience, Speakers
from bot.alerts.look_context import LookContext
from bot.alerts.news import Withheld, WithheldBecause
from bot.subscriptions.topics_and_conditions import SLOTS, Topic, TopicKind
from bot.subscriptions.watch import Watch

Hindrance: TypeAlias = Callable[[Watch, Topic], Withheld | None]
"""Returns what keeps a watch from telling its channel of a topic for now; None if nothing does."""

_COUNTED = frozenset({TopicKind.ACCOUNT, TopicKind.POOL})
"""The topics that change whenever a provider fills and frees."""


def withheld_from(audience: Audience, watch: Watch, provider: str, topic: Topic, at: datetime) -> Withheld | None:
    """Return what keeps a watch from being told of a topic: its paused channel, else a mute, else quiet hours."""
    if watch.channel in audience.paused:
        return Withheld(why=WithheldBecause.PAUSED)
    in_force = (one for one in audience.mutes if one.channel == watch.channel and at < one.until)
    covering = (one for one in in_force if one.covers(provider, topic))
    if (mute := max(covering, key=lambda one: one.until, default=None)) is not None:
        return Withheld(why=WithheldBecause.MUTED, until=mute.until, by=mute.by)
    if watch.quiet is not None and (end := watch.quiet.ends(at)) is not None:
        return Withheld(why=WithheldBecause.QUIET, until=end)
    return None


def are_quiet_hours_over(state: AlertState, hindrance: Withheld | None) -> bool:
    """Return whether quiet hours are over in which something changed: it is summed up even if it changed back.

    After a mute or a pause, what differs from what was last told is told, as at any time.
    """
    quiet = state.withheld is not None and state.withheld.why is WithheldBecause.QUIET
    return quiet and hindrance is None and state.unannounced_changes > 0


def hindrances(
    look: LookContext, channel: int, decided: Mapping[Topic, AlertState], speakers: Speakers, audience: Audience
) -> Hindrance:
    """Return a function that says what keeps a channel from being told of a topic for now.

    While a message counts how often a provider fills and frees, no other of the same watch tells of its slots; what
    differs by then is told together with how the provider has settled.

    Args:
        look: The look.
        channel: The channel.
        decided: The states of the topics decided so far; the caller goes on to fill it.
        speakers: Which of its watches speaks for a topic.
        audience: Who is told, and what keeps them from it.
    """
    of_slots = look.before.alert_states.get((channel, SLOTS))

    def hindrance(watch: Watch, topic: Topic) -> Withheld | None:
        if (hindered := withheld_from(audience, watch, look.provider, topic, look.at)) is not None:
            return hindered
        if of_slots is None or of_slots.flapping is None or topic.kind not in _COUNTED or watch != speakers.of(SLOTS):
            return None
        now = decided.get(SLOTS, of_slots)
        return None if now.flapping is None else Withheld(why=WithheldBecause.COUNTED)

    return hindrance
