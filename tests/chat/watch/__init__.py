"""Tests of ``/watch``."""
