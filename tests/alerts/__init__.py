"""Tests of what is owed to whom."""
