"""Tests of what alerts say, and of the buttons below them."""
