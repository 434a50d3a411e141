"""Slack: what is drawn, understood and delivered there."""
