"""The tables as this version of the program needs them; ``migrations`` brings an older database there."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
)

from bot.storage.column_types import AnyText, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite counts up only a column of type INTEGER, and without AUTOINCREMENT it would reuse the id of a deleted row.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

provider = Table(
    "provider",
    metadata,
    Column("name", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Moment),
    Column("watched_until", Moment),
    Column("looked_at", Moment),
    Column("missing_since", Moment),
)

account = Table(
    "account",
    metadata,
    Column("provider", Text, ForeignKey("provider.name", ondelete="CASCADE"), primary_key=True),
    # SHA-256 of the name: an index entry of PostgreSQL holds at most some 2,700 bytes
    # (https://www.postgresql.org/docs/current/btree.html), and a provider may call an account by a longer name.
    Column("key", String(64), primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("named_at", Moment, nullable=False),
    Column("limit", BigInteger),
    Column("fault", AnyText),
    Column("health", Text),
    Column("settled", Text),
    Column("since", Moment),
    Column("since_witnessed", Boolean, nullable=False),
)

account_label = Table(
    "account_label",
    metadata,
    # No foreign key: a label must outlast an account that is away for a while.
    Column("provider", Text, primary_key=True),
    Column("key", String(64), primary_key=True),  # as the account's
    Column("name", AnyText, nullable=False),
    Column("label", AnyText, nullable=False),
)

alert_state = Table(
    "alert_state",
    metadata,
    Column("provider", Text, ForeignKey("provider.name", ondelete="CASCADE"), primary_key=True),
    Column("channel", BigInteger, primary_key=True),
    Column("topic", String(64), primary_key=True),  # SHA-256, as the account's key
    # Columns to search by; the body has everything.
    Column("announced_in", Text, index=True),
    Column("open_alert", Text, index=True),
    Column("body", Text, nullable=False),
)

alert = Table(
    "alert",
    metadata,
    # Alerts of a channel are sent in the order of their ids.
    Column("id", _NUMBER, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("channel", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("shown", Integer, nullable=False, server_default="0"),
    Column("owed_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", Moment),
    # The machine's uptime at the last attempt to post the alert or edit its message.
    Column("attempt_boot", Text),
    Column("attempt_uptime", Double),
    Column("sending_since", Moment),
    Column("sending_version", Integer),
    Column("told_at", Moment),
    Column("message_id", BigInteger),
    Column("edited_at", Moment),
    Column("given_up_at", Moment),
    Column("reason", AnyText),
    Column("withheld", Text),
    Column("continued_in", Text),
    sqlite_autoincrement=True,
)

Index("ix_alert_message_id", alert.c.message_id)

unsettled = and_(alert.c.told_at.is_(None), alert.c.given_up_at.is_(None))
"""Alerts that are neither delivered nor given up."""

outdated = and_(alert.c.told_at.is_not(None), alert.c.message_id.is_not(None), alert.c.version > alert.c.shown)
"""Alerts whose message does not show the latest version."""

watch = Table(
    "watch",
    metadata,
    # Never reused, as an alert's: a number that a person wrote down must never mean another watch.
    Column("id", _NUMBER, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("provider", Text),
    Column("account", AnyText),
    Column("role", BigInteger),
    Column("tell", Text, nullable=False, server_default="everything"),
    Column("when", Text, nullable=False),
    Column("ping", Text, nullable=False, server_default="nothing_free"),
    Column("hold", Integer, nullable=False, server_default="0"),
    Column("warn", BigInteger),
    Column("quota", BigInteger),
    Column("quiet", Text),
    Column("style", Text, nullable=False, server_default="post"),
    Column("removed_at", Moment),  # it can be restored for some days, as can a board and a scheduled report
    sqlite_autoincrement=True,
)

mute = Table(
    "mute",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("provider", Text),
    Column("account", AnyText),
    Column("by", BigInteger, nullable=False),
    Column("until", Moment, nullable=False),
    Column("alert", Text),
    sqlite_autoincrement=True,
)

# This table and the next two have the names that version 0003 gave them.
state_change = Table(
    "mark",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("key", String(64), primary_key=True),  # as the account's
    Column("at", Moment, primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("state", Text, nullable=False),
    Column("in_use", BigInteger),
    Column("total", BigInteger),
)

Index("ix_mark_at", state_change.c.provider, state_change.c.at)

running_job = Table(
    "running",
    metadata,
    Column("provider", Text, primary_key=True),
    Column("key", String(64), primary_key=True),  # SHA-256 of the job's id
    Column("body", Text, nullable=False),
)

job_observation = Table(
    "lasted",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account", AnyText),
    Column("at", Moment, nullable=False),
    Column("started", Moment, nullable=False),  # distinguishes jobs
    Column("entered", BigInteger, nullable=False),  # microseconds, as is the next
    Column("duration", BigInteger, nullable=False),
    Column("ended", Boolean, nullable=False),
)

Index("ix_lasted_at", job_observation.c.provider, job_observation.c.at)

waiter = Table(
    "waiter",
    metadata,
    # In order and never reused, as an alert's: first come, first served.
    Column("id", _NUMBER, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("provider", Text, nullable=False),
    Column("member", BigInteger, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("over_at", Moment),
    Column("alert", Text, index=True),  # the key of the offer
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

on_waitlist = waiter.c.over_at.is_(None)
"""Waiters without an offer, or whose offer is not over."""

unoffered = and_(on_waitlist, waiter.c.alert.is_(None))
"""Waiters without an offer."""

board = Table(
    "board",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("providers", Text, nullable=False),  # names, separated by commas; empty for all
    Column("by", BigInteger, nullable=False),
    Column("alert", Text),  # the key of the alert that shows it
    Column("removed_at", Moment),
    sqlite_autoincrement=True,
)

greeted_channel = Table(
    "greeted_channel",
    metadata,
    Column("channel", BigInteger, primary_key=True, autoincrement=False),
    Column("alert", Text),  # the key of the greeting; none if an earlier version had told the channel anything
)

found_provider = Table(
    "found_provider",
    metadata,
    Column("name", Text, primary_key=True),
    Column("found_by", Text, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("missing_since", Moment),
)

lead = Table(
    "lead",
    metadata,
    Column("id", Integer, primary_key=True),  # there is one row
    Column("epoch", BigInteger, nullable=False),  # the number of the newest term
    Column("program", Text),
    Column("since", Moment),
    Column("ready_at", Moment),
    Column("settings", Text),
)

report_schedule = Table(
    "report_schedule",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("guild", BigInteger, nullable=False),
    Column("channel", BigInteger, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("times", Text, nullable=False),  # as they are typed
    Column("zone", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("removed_at", Moment),
    sqlite_autoincrement=True,
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

command_sync = Table(
    "command_sync",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)
