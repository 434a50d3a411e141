"""capacity-bot: which shared AI video and music accounts are free, told on Discord and Slack.

What flows, and the package that owns each step::

    provider HTTP  →  parsed answer  →  snapshot  →  decisions  →  alerts  →  outbox  →  message
    (providers/)      (providers/)      (accounts/)  (alerts/)     (alerts/)  (delivery/)  (chat/)

``accounts``, ``alerts``, ``subscriptions`` and most of ``waitlist``, ``boards``, ``reports`` and ``history`` are pure:
no I/O, no clock, no chat. ``polling`` is the loop: it looks at a provider, has the look evaluated, stores the outcome
and wakes ``delivery``, which sends and edits. ``storage`` is the database; ``charts`` draws history; ``health`` is what
``/doctor``, ``/healthz`` and the heartbeat say about the bot itself; ``settings`` are the settings.

``platforms`` lists the chat platforms and the words of each, and every part may import it.
``chat`` holds messages as values, a folder for each feature (options, handler, wording), and the platforms that draw
them: ``chat.discord``, ``chat.slack`` and ``chat.terminal``. ``simulation`` is a made-up useapi.net. ``app`` puts the
parts together for ``__main__``. ``record_cache`` is for records that are stored and held in memory, ``event_waiting``
for loops that wait.
docs/architecture.md has the pictures; tests/import_table.py says who may import whom.
"""
