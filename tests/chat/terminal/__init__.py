"""The terminal's chat."""
