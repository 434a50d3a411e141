"""Polling: when a provider is asked, asking it, and the loop that stores what follows.

``provider_poller`` is the loop of one provider. ``poll_schedule`` says when, ``jobs_and_accounts_reader`` asks;
``provider_discovery`` finds which providers there are to poll.
"""
