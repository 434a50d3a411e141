"""What is true of accounts, and what has changed: pure values and functions.

Not here: HTTP, the database, the clock, Discord. Moments come in as aware UTC datetimes.
"""
