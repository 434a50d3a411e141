"""capacity-bot: which shared AI video and music accounts are free, told on Discord and Slack.

What flows, and the package that owns each step::

    provider HTTP  →  parsed answer  →  snapshot  →  decisions  →  alerts  →  outbox  →  message
    (providers/)      (providers/)      (accounts/)  (alerts/)     (alerts/)  (delivery/)  (chat/)

``accounts``, ``alerts``, ``subscriptions`` and most of ``waitlist``, ``boards``, ``reports`` and ``history`` are pure:
no I/O, no clock, no chat. ``polling`` is the loop: it looks at a provider, has the look evaluated, stores what follows
and wakes ``delivery``, which sends and edits. ``storage`` is the database; ``charts`` draws history; ``health`` is what
``/doctor``, ``/healthz`` and the heartbeat know of the bot itself; ``settings`` is what a person may set.

``platforms`` says which chat platforms there are and what each calls things, and every part may import it.
``chat`` holds messages as values, a folder for each feature (options, handler, wording), and the platforms that draw
them: ``chat.discord``, ``chat.slack`` and ``chat.terminal``. ``simulation`` is a made-up useapi.net. ``app`` puts the
parts together for ``__main__``. ``record_cache`` holds what several rooms store and keep in memory; they wait by
``event_waiting``.
docs/architecture.md has the pictures; tests/import_table.py says who may import whom.
"""
