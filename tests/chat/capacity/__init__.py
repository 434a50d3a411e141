"""Tests of ``bot.chat.capacity``."""
