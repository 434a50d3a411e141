"""Tests of ``/notify``."""
