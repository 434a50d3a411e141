"""From values to the embeds that both chats show: pure, no client, no clock.

``capacity`` · ``overview`` · ``alert`` · ``watches`` · ``doctor`` · ``error`` draw; ``accounts`` and ``jobs`` are the
parts of a capacity embed, ``level`` its colours and signs, ``words`` what else a drawing needs to be told, ``fit``
Discord's limits.
"""
