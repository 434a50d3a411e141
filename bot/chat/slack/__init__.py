"""Slack's edge: draws messages as Block Kit, answers slash commands and presses, delivers alerts, stays connected.

Nothing outside this folder speaks to Slack, and ``app`` imports it only if Slack's tokens are set. Start reading in
``interaction_router``, which routes everything that people do.
"""
