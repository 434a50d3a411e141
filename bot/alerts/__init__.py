"""Who is told what: pure functions from looks to decisions, and from decisions to alerts.

``evaluate_look`` takes a look, whose facts are found by ``slot_conditions`` and ``health_conditions``. It has
``decide_for_channel`` decide for each channel of the ``audience``; that has ``decide_for_topic`` decide, asks what
withholds it (``mutes_and_quiet_hours``) and how loud it is (``ping_rules``), and makes an ``alert`` of the ``news``.
``alert_state`` is what is remembered until the next look; an ``alert_amendment`` changes an alert that was told.
"""
