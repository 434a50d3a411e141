"""The bot's own health: what /doctor shows (``doctor_findings``), what monitors get (/healthz, /metrics, heartbeat).

A metric is counted as things happen (``metric_counters``, told by ``metric_observers``) or read when it is asked for
(``metric_gauges``).
"""
