"""What is true of accounts and jobs at one moment, and what is remembered of them: pure values and functions.

Moments come in as aware UTC datetimes.
"""
