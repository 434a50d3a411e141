"""Tests of watches, mutes and quiet hours."""
