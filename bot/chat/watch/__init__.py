"""``/watch``: which channel hears what."""
