"""``/report``: what the accounts were used for in some days, and whether they were enough."""
