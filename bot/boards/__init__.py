"""Boards: messages that always show the state of accounts, and what keeps them up to date."""
