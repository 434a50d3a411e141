"""Who is told what: pure functions from looks to decisions, and from decisions to alerts."""
