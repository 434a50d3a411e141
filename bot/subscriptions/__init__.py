"""Who hears what: topics, watches, mutes and quiet hours."""
