"""Tests of ``/why``."""
