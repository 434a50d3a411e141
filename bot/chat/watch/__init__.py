"""``/watch``: which channel gets which alerts."""
