"""Composition: the programs, and what puts their parts together.

::

    run                ``run``: the bot, from its settings to the end of a term
    leader_term        a term: what runs while this program leads, and how it hands over
    engine             everything but chat: polling, alerts, boards, waitlist, reports
    polling_assembly   what polls providers, those named or those found
    platform_assembly  the chat platforms whose tokens are set, as one
    chat_platform      what one is; discord_platform and slack_platform are the two
    feature_list       every command
    healthz_checks     /healthz and /metrics
    retention          what is kept for how long
    demo               ``demo``, whose past is simulated_history
    check              ``check``; check_slack: ``check slack``; list_providers: ``providers``
    hard_stop          the end of the process, for certain
    clock              the only clocks
    gc_tuning          when Python's garbage collector runs
    timing_overrides   what a test makes shorter
    versions           which version of what this is
"""
