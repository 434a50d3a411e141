"""Tests of ``bot.chat.doctor``."""
