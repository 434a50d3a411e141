"""A month in minutes: ``python -m tests.soak`` runs the real engine and SQLite, and weighs the process as it goes.

::

    leaping_loop     an event loop whose time leaps to the next timer as soon as nobody has anything to do
    lively_accounts  accounts that fill, free, come and go; the answers of four providers
    lean_useapi      those answers over HTTP, from bytes that were made before
    soaked_bot       the engine, a chat that takes everything, and people who use it
    samples          what is weighed, what it may grow by, and the table (pure)
"""
