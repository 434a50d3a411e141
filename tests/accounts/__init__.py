"""Tests of what is true of accounts and what has changed."""
