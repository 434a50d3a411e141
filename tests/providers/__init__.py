"""Reading and asking providers."""
