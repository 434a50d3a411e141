"""Everything that people read and type.

``message`` and ``text_spans`` hold messages as values, without any platform's markup; ``feature`` and ``dispatcher``
hold commands and buttons, and run them; ``wording`` writes numbers, moments and accounts. What is typed in one line is
split by ``typed_words``, understood by ``command_line`` (which command) and ``option_filling`` (which word is for which
option, collected in ``filled_options``), and read by ``option_values`` and ``typed_times``.

Each feature is a folder (options, handler, wording), or a file where it is short. ``discord``, ``slack`` and
``terminal`` draw messages and pass on what people type.
"""
