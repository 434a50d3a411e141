"""When a provider is asked, asking it, and the loop that saves what follows."""
