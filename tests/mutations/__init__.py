"""Faults made on purpose: each must be caught by the tests that it names."""
