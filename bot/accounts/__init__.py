"""What is true of accounts and jobs at one moment, and what is remembered of them: pure values and functions.

A look brings a ``provider_answer``. With what is remembered of accounts (``roster``), ``free_or_full`` judges each of
them, which makes a ``snapshot``. ``account_health`` says whether one can be used, ``account_to_use`` which one to use.

Moments come in as aware UTC datetimes. The records of which one look has thousands (``Job``, ``ListedSlots``,
``RosterEntry``, ``Account``) are msgspec structs, which are made 20 times as fast as frozen dataclasses; to copy one,
use ``msgspec.structs.replace``. None can be part of a cycle, so the garbage collector ignores them (``gc=False``).
"""
