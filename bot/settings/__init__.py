"""The settings, from the environment or ``.env``: ``schema`` lists them, ``load_settings`` reads them."""
