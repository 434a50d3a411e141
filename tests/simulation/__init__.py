"""The simulated useapi.net of the product."""
