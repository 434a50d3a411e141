"""``/capacity``: what is free, which account to use, and what is running."""
