"""Commands as people type them in one line, for Slack and the terminal; and how words and times are read everywhere.

::

    command_line         which command a line means: the grammar
    option_filling       which of its words are for which option
    filled_options       the options that words have filled so far
    option_values        what a text is for an option: a number, a channel, yes
    words                a line in words, and the name that a misspelt one is nearest to
    times                durations and moments, as options of every platform take them
"""
