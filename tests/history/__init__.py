"""Tests of ``bot.history``."""
