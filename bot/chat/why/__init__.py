"""``/why``: why an alert was sent, or was not."""
