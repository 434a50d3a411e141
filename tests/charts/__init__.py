"""Tests of ``bot.charts``."""
