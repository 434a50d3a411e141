"""Who hears what: topics, watches, mutes and quiet hours, and the lists of those that are stored."""
