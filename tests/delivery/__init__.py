"""Tests of the outbox, the editing of messages, and retries."""
