"""Codes in place of stored prose; each alert says its kind of content; ``story`` becomes ``alert_state``.

The names of fields follow the records of ``bot.alerts``.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.stored_bodies import convert_bodies, converted

revision = "0004"
down_revision = "0003"

_CAUSES = {
    "quiet hours are over": "quiet_over",
    "nobody looked for a while": "away",
    "it could not be told in time": "late",
}
_WITHHELD = {"quiet hours": "quiet", "not asked for": "not_asked", "too short": "too_short"}
_GIVEN_UP = {"told as part of another": "folded", "this version of the bot can't read it": "unreadable"}
_NOTICES = {"there is room": "offer", "the waiting is over without room": "expired"}
_OUTCOMES = {
    "passed on": "passed",
    "over after 2 minutes": "lapsed",
    "gone before it was told": "gone",
    "could not be told": "undelivered",
    "no room in time": "expired",
}
_CONDITIONS = {"goes on": "goes_on"}
_DETAILS = ("in_use", "limit", "inferred", "warn", "sentence", "stuck")
_STATE_FIELDS = {
    "told": "announced",
    "counts": "current",
    "since": "current_since",
    "witnessed": "current_witnessed",
    "was_since": "previous_since",
    "was_witnessed": "previous_witnessed",
    "seen": "observed",
    "seen_since": "observed_since",
    "changes": "unannounced_changes",
    "flips": "change_times",
    "told_in": "announced_in",
    "open": "open_alert",
}

_alert = sa.table("alert", *(sa.column(name) for name in ("id", "key", "body", "withheld")))
_mutes = sa.table("mute", *(sa.column(name) for name in ("id", "guild", "provider", "account", "alert")))
_stories = sa.table("story", *(sa.column(name) for name in ("provider", "channel", "topic", "told_in", "open", "body")))
_waiter = sa.table("waiter", *(sa.column(name) for name in ("id", "body")))

_Body = dict[str, Any]


def upgrade() -> None:
    """Rewrite what is stored; a body that can't be read stays as it is."""
    _rewrite_alerts()
    convert_bodies(_waiter, _waiter_body)
    _move_stories()


def _rewrite_alerts() -> None:
    connection = op.get_bind()
    mutes = {row.alert: row for row in connection.execute(sa.select(_mutes).where(_mutes.c.alert.is_not(None)))}
    convert_bodies(_alert, lambda body: _alert_body(body, mutes))
    for prose, code in _GIVEN_UP.items():
        connection.execute(
            sa.text("UPDATE alert SET reason = :code WHERE reason = :prose"), {"prose": prose, "code": code}
        )
    for prose, code in _WITHHELD.items():
        connection.execute(
            sa.text("UPDATE alert SET withheld = replace(withheld, :prose, :code) WHERE withheld LIKE :like"),
            {"prose": f'"why": "{prose}"', "code": f'"why": "{code}"', "like": f'%"why": "{prose}"%'},
        )


def _move_stories() -> None:
    # A new table, as SQLite can't rename what constraints and indexes are called.
    op.create_table(
        "alert_state",
        sa.Column("provider", sa.Text, sa.ForeignKey("provider.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("channel", sa.BigInteger, primary_key=True),
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("announced_in", sa.Text),
        sa.Column("open_alert", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
    )
    states = sa.table(
        "alert_state",
        *(sa.column(name) for name in ("provider", "channel", "topic", "announced_in", "open_alert", "body")),
    )
    connection = op.get_bind()
    rows = [
        {
            "provider": row.provider,
            "channel": row.channel,
            "topic": row.topic,
            "announced_in": row.told_in,
            "open_alert": row.open,
            "body": converted(row.body, _state_body),
        }
        for row in connection.execute(sa.select(_stories))
    ]
    if rows:
        connection.execute(sa.insert(states), rows)
    op.create_index("ix_alert_state_announced_in", "alert_state", ["announced_in"])
    op.create_index("ix_alert_state_open_alert", "alert_state", ["open_alert"])
    op.drop_table("story")


def _alert_body(alert: _Body, mutes: Mapping[str, sa.Row[Any]]) -> _Body:
    parts, drill = alert.pop("parts", []), alert.pop("drill", False)
    notice, board, muted = alert.pop("notice", None), alert.pop("board", None), alert.pop("muted", None)
    kind, content = "changes", {"parts": [_part(part) for part in parts]}
    if drill:
        kind, content = "drill", {}
    elif notice is not None:
        kind, content = "notice", _notice(notice)
    elif board is not None:
        kind, content = "board", board
    key, channel = alert["key"], alert["channel"]  # without which it is no alert
    muted = None if muted is None else _mute(muted, key, channel, mutes.get(key))
    return {"kind": kind, **alert, "content": content, "muted": muted}


def _mute(muted: _Body, alert: str, channel: int, stored: sa.Row[Any] | None) -> _Body:
    """Complete a mute; of one that is over by now, it is not stored any more what else it was about."""
    return {
        "id": 0 if stored is None else stored.id,
        "guild": 0 if stored is None else stored.guild,
        "channel": channel,
        "provider": None if stored is None else stored.provider,
        "by": muted["by"],
        "until": muted["until"],
        "alert": alert,
    }


def _part(part: _Body) -> _Body:
    digest = part.get("digest")
    if digest is not None:
        digest = {**digest, "cause": _CAUSES.get(digest["cause"], digest["cause"])}
    return {**part, "news": [_news(news) for news in part["news"]], "digest": digest}


def _news(news: _Body) -> _Body:
    news["live"] = news.pop("living", False)
    # The first version's bodies, which an older step converted, lack what was added after it.
    news["details"] = {name: news.pop(name) for name in _DETAILS if name in news}
    return _coded(news, what=_CONDITIONS, before=_CONDITIONS) | {"withheld": _withheld(news.get("withheld"))}


def _withheld(withheld: _Body | None) -> _Body | None:
    return None if withheld is None else _coded(withheld, why=_WITHHELD)


def _notice(notice: _Body) -> _Body:
    offered = [{**one, "free": one["slots"]} for one in notice.pop("berths")]
    return _coded(notice, kind=_NOTICES, outcome=_OUTCOMES) | {"offered": offered}


def _waiter_body(waiter: _Body) -> _Body:
    offer = waiter.get("offer")
    if offer is not None:
        offer["slots"] = offer.pop("held")
        offer["undelivered"] = offer.pop("unheard")
    return _coded(waiter, outcome=_OUTCOMES)


def _state_body(story: _Body) -> _Body:
    coded = _coded(story, told=_CONDITIONS, counts=_CONDITIONS, seen=_CONDITIONS)
    coded["withheld"] = _withheld(story.get("withheld"))
    return {_STATE_FIELDS.get(name, name): value for name, value in coded.items()}


def _coded(record: _Body, **codes: Mapping[str, str]) -> _Body:
    """Replace prose in some fields by its code; a code stays as it is."""
    return record | {name: codes[name].get(record[name], record[name]) for name in codes if name in record}
