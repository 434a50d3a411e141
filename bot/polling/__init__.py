"""Polling: when a provider is asked, asking it, and the loop that stores what follows."""
