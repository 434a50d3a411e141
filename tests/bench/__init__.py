"""Tests of the benchmark's own figures; what they measure is measured by ``python -m bench``, not here."""
