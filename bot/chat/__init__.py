"""Everything that people read and type.

``message`` and ``text_spans`` hold messages as values, without any platform's markup; ``feature`` and ``dispatcher``
hold commands and buttons, and run them; ``wording`` writes numbers, moments and accounts; ``typed`` understands what is
typed in one line. Options are declared as ``command_options`` says; ``account_options`` are the two that most commands
share, a provider and an account, and ``account_lookup`` finds those; what only one command has is in its own folder.

Each feature is a folder (options, handler, wording), or a file where it is short. ``discord``, ``slack`` and
``terminal`` draw messages and pass on what people type.
"""
