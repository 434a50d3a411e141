"""Composition: ``run``, ``demo`` and ``check``, and the parts that they share, put together."""
