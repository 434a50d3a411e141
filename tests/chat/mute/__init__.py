"""Tests of ``/mute`` and ``/unmute``."""
