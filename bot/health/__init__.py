"""The bot's own health: what /doctor shows (``doctor_findings``), what monitors get (/healthz, /metrics, heartbeat)."""
