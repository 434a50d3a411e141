"""Tests of what is true of accounts."""
