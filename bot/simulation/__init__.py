"""A simulated useapi.net, for ``demo`` and ``run --simulate``: accounts that fill and free, served on loopback.

Not here: the bot, which asks it as it would ask the real one.
"""
