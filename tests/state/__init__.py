"""Tests of `bot.state`, on a real SQLite file and a real PostgreSQL server."""
