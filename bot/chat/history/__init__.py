"""``/history``: how full an account or a provider was, as a picture and in figures."""
