"""Tests of reports that come by themselves."""
