"""Alerts that could not be told in time, folded into one: what is true now and how often it changed, not a replay."""

from collections.abc import Sequence
from dataclasses import replace

from bot.alerts.alert import Alert, News, What
from bot.alerts.compose import key_of


def fold(alerts: Sequence[Alert]) -> Alert:
    """Fold the alerts of one channel and provider, the oldest first, into the newest.

    Each account is told once, as it was last, with the number of its changes; an outage as it was last. Roles are
    pinged for what is full now.
    """
    newest = alerts[-1]
    last: dict[str, News] = {}
    for alert in alerts:
        for news in alert.news:
            before = last[news.account].changes if news.account in last else 0
            last[news.account] = replace(news, changes=before + news.changes)
    full = {news.account for news in last.values() if news.what is What.FULL}
    pinged = (role for alert in alerts if any(news.account in full for news in alert.news) for role in alert.roles)
    return replace(
        newest,
        key=key_of(newest.channel, newest.provider, newest.key, "folded"),
        roles=tuple(dict.fromkeys(pinged)),
        news=tuple(sorted(last.values(), key=lambda news: news.what is What.FREED)),
        room=next((alert.room for alert in reversed(alerts) if alert.news), ()),
        outage=next((alert.outage for alert in reversed(alerts) if alert.outage is not None), None),
        drill=False,
    )
