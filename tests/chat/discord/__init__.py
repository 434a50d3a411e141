"""Tests of Discord's edge: the unmodified discord.py client on a loopback Discord."""
