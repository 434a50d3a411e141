"""Members who wait for a slot: who is told when there is room; pure values and functions.

Not here: where they are stored (``state``), when they are served (``line``), in which words they are told (``chat``).
"""
