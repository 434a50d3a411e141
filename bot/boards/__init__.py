"""Boards: messages that always show how accounts are, and what keeps them true."""
