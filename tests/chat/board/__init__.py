"""Tests of ``/board`` and of boards' messages."""
