"""The settings, from the environment or ``.env``: ``schema`` lists them, ``values`` parses each value."""
