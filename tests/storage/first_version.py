"""Alerts as the first released version wrote them."""

from tests.storage.raw import say
from tests.storage.records import CHANNEL

AT = "2026-05-15T12:00:00.000007Z"
SHORT_NEWS = [{"account": "a", "what": "full", "in_use": 3, "limit": 3}]


def old_body(**changes: object) -> dict[str, object]:
    """Return the body of an alert as the first version wrote it."""
    plain: dict[str, object] = {
        "key": "first",
        "channel": CHANNEL,
        "provider": "minimax",
        "at": AT,
        "roles": [2**62],
        "news": [],
        "room": [],
        "outage": None,
        "drill": False,
    }
    return {**plain, **changes}


async def owe_old(url: str, *alerts: tuple[str, str]) -> None:
    """Put alerts, each a key and a body, into a database of the first version."""
    numbers = range(len(alerts))
    rows = ", ".join(
        f"('2026-05-15 12:00:00.000000', :key{number}, {CHANNEL}, 'minimax', :body{number}, 0)" for number in numbers
    )
    values = {f"{name}{number}": alerts[number][at] for number in numbers for at, name in enumerate(("key", "body"))}
    await say(
        url,
        f"INSERT INTO alert (owed_at, key, channel, provider, body, attempts) VALUES {rows}",  # noqa: S608 - ours
        values=values,
    )
