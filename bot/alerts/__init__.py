"""What is told to whom: pure values and functions from changes to alerts.

Not here: sending (``outbox``), wording and looks (``chat``).
"""
