"""The bot's own health: what /doctor shows (``diagnosis``), what monitors fetch and are sent (/healthz, heartbeat)."""
