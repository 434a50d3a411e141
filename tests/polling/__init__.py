"""Tests of looks: when they happen and what they save."""
