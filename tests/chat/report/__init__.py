"""Tests of ``bot.chat.report``."""
