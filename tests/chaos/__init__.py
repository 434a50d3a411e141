"""Chaos: the real bot between two far ends that misbehave, and a count of what was lost, repeated or made up.

``python -m tests.chaos --seconds 120 --seed 1`` is a program of its own, not a test. It runs ``python -m bot run``,
kills it again and again, and judges it by the far ends' own records alone: what the loopback useapi.net served, and
which messages the loopback Discord stored, edits included. Neither the bot's log nor its database is looked at.

With ``--slack``: Slack beside Discord, in the same storm, judged by its own records.

With ``--postgresql``: two programs on one PostgreSQL database, of which either is killed, suspended or told to end,
while the server restarts, sessions are cut, and members wait for slots, mute and keep a board. There the database is
looked at as well, in the end.

    __main__    the command line: one run, one line of JSON, the exit code
    plan        what goes wrong and when, from the seed (pure)
    storm       makes it happen · slack_storm: to Slack
    dying       how the bot is killed · lives: its processes, one after the other
    accounts    useapi.net: accounts that fill, free and vanish, answers that are spoilt, a record of what was served
    reading     what a message says in each of its versions (pure) · shown_message: from embeds, or blocks
    placing     which look each line tells of (pure)
    model       what was due, what was told, and where the two differ (pure) · outages: the same of whole providers
    revisions   what edits made of messages (pure)
    muted_channels  people who mute a channel, give another quiet hours, and wait for slots
    silence     whether those channels were left alone, and heard how things are afterwards (pure)
    offers      whether a waiter was told twice, or a slot offered to two (pure)
    postgresql  a run of two programs · two_programs: what happens to them, and what the database holds in the end
    slack_end   Slack's part of a run
    report      the line of JSON, and the reasons for a bad one
"""
