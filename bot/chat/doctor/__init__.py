"""``/doctor``: how the bot is doing, for whoever runs it."""
