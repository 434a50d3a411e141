"""The manifest of the app in Slack, which people paste there."""
