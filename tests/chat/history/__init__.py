"""Tests of ``bot.chat.history``."""
