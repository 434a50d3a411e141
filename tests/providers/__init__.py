"""Tests of asking providers and parsing what they answer."""
