"""``/board``: a message that always says what is free."""
