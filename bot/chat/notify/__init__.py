"""``/notify``: be told once, when there is room."""
