"""Alerts: what their messages say, and the buttons below them."""
