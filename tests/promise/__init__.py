"""The promise: once all is well, every channel has heard what is true, each change once, and nothing invented."""
