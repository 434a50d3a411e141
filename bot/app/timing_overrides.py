"""The timings that tests make shorter; each default is in the module that uses it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.alerts.flapping_and_summaries import GATHER_BEYOND_A_LOOK
from bot.app.hard_stop import HARD_STOP_AFTER
from bot.boards import board_updater
from bot.delivery.message_editor import EDIT_EVERY
from bot.delivery.retry import BACKOFF, Backoff
from bot.health.heartbeat import GRACE_PERIOD
from bot.storage.leader_lock import USUAL_TIMINGS, LeaderTimings
from bot.storage.sqlite_lock import WAIT_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """The usual timings; a test whose far ends are on its own machine makes them shorter.

    Attributes:
        edits: Minimum pause between two edits of a message.
        board_edits: Minimum pause between two edits of a board.
        board_reads: Pause between two reads of what boards show.
        retry: Pauses of the alert sender and of the message editor after failures.
        gathering: How long a summary waits for those of other providers, beyond one look at each.
        heartbeat: Seconds until the first heartbeat, and until a problem is examined again.
        lead: How often the leader and the database hear of each other, and how long either may be silent.
        lock: Seconds to wait for another program's lock on a SQLite file.
        hard_stop: Seconds from a signal to end until the process is ended.
    """

    edits: timedelta = EDIT_EVERY
    board_edits: timedelta = board_updater.EDIT_EVERY
    board_reads: timedelta = board_updater.READ_EVERY
    retry: Backoff = BACKOFF
    gathering: timedelta = GATHER_BEYOND_A_LOOK
    heartbeat: float = GRACE_PERIOD
    lead: LeaderTimings = USUAL_TIMINGS
    lock: float = WAIT_SECONDS
    hard_stop: float = HARD_STOP_AFTER


USUAL = Timings()
