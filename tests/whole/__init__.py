"""Tests of the whole bot: the real program in its own process, between a loopback Discord and a loopback useapi.net."""
