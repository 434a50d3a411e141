"""The waitlist: members who wait for free slots, the offers that they get, and the loop that makes the offers.

``waitlist`` is what others call, and the loop. The rules are pure: who waits (``waitlist_membership``), who is offered
slots (``offer_order``), what their answer does (``offer_answers``); each returns a ``WaitlistUpdate``, which
``waitlist_storage`` stores as a whole.
"""
