"""What each channel was told, messages that are edited, mutes; alerts that are of several providers."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations.stored_bodies import convert_bodies

revision = "0002"
down_revision = "0001"

_FOLDED = "folded into "

_alert = sa.table(
    "alert", *(sa.column(name) for name in ("id", "body", "shown", "sending_version", "told_at", "sending_since"))
)


def upgrade() -> None:
    """Make room for what is new, and turn what is stored into it."""
    op.add_column("provider", sa.Column("looked_at", sa.DateTime(timezone=True)))
    op.drop_column("provider", "told")
    _widen_alerts()
    _convert_alerts()
    op.create_table(
        "story",
        sa.Column("provider", sa.Text, sa.ForeignKey("provider.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("channel", sa.BigInteger, primary_key=True),
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("told_in", sa.Text),
        sa.Column("open", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_story_told_in", "story", ["told_in"])
    op.create_index("ix_story_open", "story", ["open"])
    op.add_column("watch", sa.Column("hold", sa.Integer, nullable=False, server_default="0"))
    op.add_column("watch", sa.Column("warn", sa.BigInteger))
    op.add_column("watch", sa.Column("quiet", sa.Text))
    op.add_column("watch", sa.Column("style", sa.Text, nullable=False, server_default="post"))
    op.create_table(
        "mute",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("guild", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.Text),
        sa.Column("account", sa.Text),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alert", sa.Text),
        sqlite_autoincrement=True,
    )


def _widen_alerts() -> None:
    op.add_column("alert", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("alert", sa.Column("shown", sa.Integer, nullable=False, server_default="0"))
    op.add_column("alert", sa.Column("sending_version", sa.Integer))
    op.add_column("alert", sa.Column("edited_at", sa.DateTime(timezone=True)))
    op.add_column("alert", sa.Column("withheld", sa.Text))
    op.add_column("alert", sa.Column("continued_in", sa.Text))
    op.drop_column("alert", "provider")
    outdated = sa.text("told_at IS NOT NULL AND message_id IS NOT NULL AND version > shown")
    op.create_index("ix_alert_outdated", "alert", ["channel", "id"], sqlite_where=outdated, postgresql_where=outdated)


def _convert_alerts() -> None:
    connection = op.get_bind()
    connection.execute(sa.update(_alert).where(_alert.c.told_at.is_not(None)).values(shown=1))
    connection.execute(sa.update(_alert).where(_alert.c.sending_since.is_not(None)).values(sending_version=1))
    connection.execute(
        sa.text(
            "UPDATE alert SET continued_in = substr(reason, :behind), reason = 'told as part of another' "
            "WHERE reason LIKE :folded"
        ),
        {"behind": len(_FOLDED) + 1, "folded": f"{_FOLDED}%"},
    )
    convert_bodies(_alert, _parts_made_of)


def _parts_made_of(alert: Mapping[str, Any]) -> dict[str, object]:
    at, outage, drill = alert["at"], alert.get("outage"), alert.get("drill", False)
    news = [] if outage is None else [_about_provider(outage, at)]
    news += [_about_account(one, at) for one in alert.get("news", ())]
    part = {"provider": alert["provider"], "at": at, "news": news, "room": alert.get("room", [])}
    return {
        "key": alert["key"],
        "channel": alert["channel"],
        "at": at,
        "roles": alert.get("roles", []),
        "parts": [] if drill else [part],
        "drill": drill,
    }


def _about_account(news: Mapping[str, Any], at: str) -> dict[str, object]:
    kept = {name: news[name] for name in news if name != "account"}
    return {**kept, "topic": {"kind": "account", "account": news["account"]}, "since": at}


def _about_provider(outage: Mapping[str, Any], at: str) -> dict[str, object]:
    return {
        "topic": {"kind": "provider", "account": ""},
        "what": "answers" if outage["over"] else "silent",
        "since": outage.get("since") or at,
        "sentence": outage.get("sentence"),
        "lasted": outage.get("lasted"),
        "lasted_witnessed": outage.get("lasted") is not None,
    }
