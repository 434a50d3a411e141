"""How long people may wait, how many may, and for how long an offer is theirs."""

from datetime import timedelta

MAX_PER_MEMBER = 5
"""Maximum number of waiters of one member in a guild."""

LONGEST_WAIT = timedelta(hours=24)
"""How long one may wait for a slot."""

RESERVED_FOR = timedelta(minutes=2)
"""How long offered slots are offered to nobody else, after the offer was delivered and again after it was accepted."""

FRESH_FOR = timedelta(minutes=2)
"""How long a snapshot is fresh enough to offer slots from; after that the next look offers."""
