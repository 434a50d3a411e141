"""``/jobs``: what is running, job by job, and one job in full."""
