"""What was seen over time: how long jobs last, how full accounts were; pure.

Not here: when any of it is stored (``chronicle``, ``state``) or drawn (``charts``, ``chat``).
"""
