"""How numbers, spans, moments, accounts and the text of others are written, on every platform."""
