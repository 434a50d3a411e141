"""capacity-bot: which shared AI video and music accounts are free, told in Discord.

What flows, and the package that owns each step::

    provider HTTP  →  typed records  →  snapshot  →  changes  →  alerts  →  outbox  →  chat
    (providers/)      (providers/)      (capacity/)  (capacity/) (alerts/)  (state/)   (chat/)

``capacity`` and ``alerts`` are pure: no I/O, no clock, no chat. ``providers``, ``state`` and ``chat`` are edges.
``watcher`` is the loop that turns it all, ``polling`` its pace. ``outbox`` sends what is owed, ``editor`` keeps what
was sent true, ``board_keeper`` whole boards. ``chronicle`` keeps what was seen over time; ``history``, pure as well,
learns from it, and ``charts`` draws it. Members who wait for a slot stand in ``line``, and ``waiting``, pure as well,
decides who is served. How the bot itself is doing is a ``checkup``: ``/doctor`` shows it, ``heartbeat`` reports it.
``__main__`` and ``programs`` wire the parts together.
"""
