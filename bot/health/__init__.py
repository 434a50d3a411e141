"""The bot's own health: what /doctor shows (``diagnosis``), what monitors get (/healthz, /metrics, heartbeat)."""
