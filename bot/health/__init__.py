"""How the bot itself is doing: what /doctor finds, what monitors are told."""
