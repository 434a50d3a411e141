"""A simulated useapi.net on loopback, for ``demo`` and ``run --simulate``: its accounts fill up and free up."""
