"""``/help``: what can be typed here, by whom."""
