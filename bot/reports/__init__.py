"""Reports that come by themselves: when they are due, and the loop that owes them."""
