"""``/account``: the names that people give accounts."""
