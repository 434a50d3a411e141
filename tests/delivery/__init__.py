"""Tests of the alert sender, the editing of messages, and retries."""
