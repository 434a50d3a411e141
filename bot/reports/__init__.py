"""Scheduled reports: when they are due, and the loop that owes them."""
