"""The waitlist: members who wait for free slots, what they are offered, and the loop that offers it."""
