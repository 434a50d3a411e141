"""Tests of ``/help``."""
