"""What the command line can start, a module each: they know every other part and wire them together."""
