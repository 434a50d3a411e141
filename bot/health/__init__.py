"""The bot's own health: what /doctor shows (``doctor_findings``), what monitors get (/healthz, /metrics, heartbeat).

A metric is counted as things happen (``metric_counters``, called through ``event_observers``) or read on request
(``metric_gauges``).
"""
