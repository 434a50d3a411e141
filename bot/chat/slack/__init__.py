"""Slack: draws messages as Block Kit, answers slash commands and presses, delivers alerts, stays connected.

Nothing outside this folder speaks to Slack, and ``app`` imports it only where Slack's tokens are set. The conversation
begins in ``interactions``, which names who answers what.
"""
