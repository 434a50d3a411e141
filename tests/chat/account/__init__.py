"""Tests of ``/account``."""
