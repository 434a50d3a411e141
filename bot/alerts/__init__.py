"""What is told to whom: pure functions from looks to decisions, and from decisions to alerts."""
