"""The tests: they mirror `bot/`; `fakes/` are servers on loopback."""
