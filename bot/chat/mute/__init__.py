"""``/mute`` and ``/unmute``: keep alerts from a channel for a while, and note that in their messages."""
