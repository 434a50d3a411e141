"""A drill: an alert about nothing, that goes where a watch's alerts would go."""

from datetime import datetime

from bot.alerts.alert import Alert
from bot.alerts.compose import key_of
from bot.alerts.watch import Watch, When


def drill(watch: Watch, provider: str, at: datetime) -> Alert:
    """Compose a drill, which pings whom the watch would ping.

    Args:
        watch: The watch that is tried.
        provider: Any provider that it listens to; an alert is always of one.
        at: The moment; every drill of a watch needs its own.
    """
    return Alert(
        key=key_of(watch.channel, watch.id, at, "drill"),
        channel=watch.channel,
        roles=() if watch.role is None or watch.when is When.FREED else (watch.role,),
        provider=provider,
        at=at,
        drill=True,
    )
