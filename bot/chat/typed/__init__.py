"""Commands as people type them in one line, for Slack and the terminal; and how words and times are read everywhere.

::

    command_line         which command a line means: the grammar
    option_filling       which of its words are for which option
    filled_options       the options that words have filled so far
    option_values        what a text is for an option: a number, a channel, yes
    words                how a line splits into words, which are small, and which mean a command
    spelling             how a typed name compares with known ones, typos included
    times                durations and moments, as options of every platform take them
"""
