"""The tables as this version of the program wants them; how an older database gets there is in ``migrations``."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, and_

from bot.state.columns import AnyText, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

provider = Table(
    "provider",
    metadata,
    Column("name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Moment),
    Column("told", Boolean, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("provider", Text, ForeignKey("provider.name", ondelete="CASCADE"), primary_key=True),
    # SHA-256 of the name: an index entry of PostgreSQL ends near 2,700 bytes
    # (https://www.postgresql.org/docs/current/btree.html), a name of others need not.
    Column("key", String(64), primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("named_at", Moment, nullable=False),
    Column("limit", BigInteger),
    Column("fault", AnyText),
    Column("settled", Text),
    Column("since", Moment),
    Column("since_witnessed", Boolean, nullable=False),
)

alert = Table(
    "alert",
    metadata,
    # SQLite counts up only a column that is called INTEGER, and without AUTOINCREMENT it would give the id of a
    # deleted row again: the order of a channel is the order of its ids.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("channel", BigInteger, nullable=False),
    Column("provider", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("owed_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sending_since", Moment),
    Column("told_at", Moment),
    Column("message_id", BigInteger),
    Column("given_up_at", Moment),
    Column("reason", AnyText),
    sqlite_autoincrement=True,
)

unsettled = and_(alert.c.told_at.is_(None), alert.c.given_up_at.is_(None))
"""The alerts that are neither told nor given up."""

Index("ix_alert_unsettled", alert.c.channel, alert.c.id, sqlite_where=unsettled, postgresql_where=unsettled)

watch = Table(
    "watch",
    metadata,
    # As the alert's: a number that a person wrote down must never come to mean another watch.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("provider", Text),
    Column("account", AnyText),
    Column("role", BigInteger),
    Column("when", Text, nullable=False),
    sqlite_autoincrement=True,
)

command_sync = Table(
    "command_sync",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)
