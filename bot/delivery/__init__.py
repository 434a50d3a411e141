"""Delivery: what is owed is sent once, in order, and what was sent is kept true."""
