"""Delivery: alerts owed are sent once and in order, and sent messages are kept up to date."""
