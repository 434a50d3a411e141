"""``/mute`` and ``/unmute``: what a channel does not hear for a while, and the notes of it in messages."""
