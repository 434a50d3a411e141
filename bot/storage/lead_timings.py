"""How long the leader and the database may be silent, and how long a lead that is handed over is waited for."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTimings:
    """How often the leader and the database hear of each other, and how long either may be silent.

    Attributes:
        renew: Pause between two questions of the leader on the connection that holds the lock.
        session_timeout: How long the server waits for a sign of life of the leader; a standby leads within 3 s more.
        answer: How long the database may take for a question about the lead.
        hand_over: How long the old leader answers people until the next one does: the program has five seconds to end.
        nobody: A lead that nobody takes within this time has no standby.
    """

    renew: timedelta = timedelta(seconds=3)
    session_timeout: timedelta = timedelta(seconds=12)
    answer: timedelta = timedelta(seconds=5)
    hand_over: timedelta = timedelta(seconds=3)
    nobody: timedelta = timedelta(seconds=1)


USUAL_TIMINGS = LeadTimings()
