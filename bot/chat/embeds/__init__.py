"""From values to the embeds that both chats show: pure, no client, no clock.

``capacity`` · ``overview`` · ``job_list`` · ``job_card`` · ``alert`` · ``notices`` · ``waiters`` · ``watches`` ·
``mutes`` · ``board`` · ``boards`` · ``history`` · ``report`` · ``why`` · ``doctor`` · ``error`` draw; ``accounts`` and
``jobs`` are the parts of a capacity embed, ``headline`` and ``news_line`` those of an alert, whose words ``news`` has;
``sieve`` says which jobs are listed; ``level`` is colours and signs, ``measured`` says shares and estimates, ``words``
and ``speech`` are what else a drawing needs to be told, ``moments`` and ``fit`` what Discord makes of time and its
limits.
"""
