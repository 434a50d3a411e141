"""Tests of ``bot.chat.jobs``."""
