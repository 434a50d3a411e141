"""Tests of lines and times as people type them."""
