"""A drill: an alert about nothing, that goes where a watch's alerts would go."""

from datetime import datetime

from bot.alerts.alert import Alert
from bot.alerts.composition import key_of
from bot.subscriptions.watch import Watch


def drill_alert(watch: Watch, at: datetime) -> Alert:
    """Compose a drill, which pings whom the watch would ping.

    Args:
        watch: The watch that is tried.
        at: The moment; every drill of a watch needs its own.
    """
    return Alert(
        key=key_of(watch.channel, watch.id, at, "drill"),
        channel=watch.channel,
        at=at,
        roles=(watch.role,) if watch.role is not None and watch.pings else (),
        drill=True,
    )
