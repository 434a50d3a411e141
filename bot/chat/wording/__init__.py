"""How numbers, spans, moments, accounts and untrusted text are written, on every platform."""
