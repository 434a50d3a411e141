"""Tests of who is told that there is room."""
