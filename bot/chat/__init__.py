"""Everything that people read and type.

``message`` and ``text_spans`` hold messages as values, without any platform's markup; ``feature`` and ``dispatcher``
hold commands and buttons, and run them; ``wording`` writes numbers, moments and accounts; ``typed`` reads commands that
are typed in one line. ``command_options`` declares options; ``account_options`` are the two that most commands share, a
provider and an account, which ``account_lookup`` finds. The options of a single command are in its own folder.

Each feature is a folder (options, handler, wording), or a file where it is short. ``discord``, ``slack`` and
``terminal`` draw messages and pass on what people type.
"""
