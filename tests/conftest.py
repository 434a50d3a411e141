"""What every test may ask for, and how long properties are tried.

``HYPOTHESIS_PROFILE=thorough`` tries every property a thousand times.
"""

import os

from hypothesis import settings

settings.register_profile("gate", max_examples=50)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

pytest_plugins = ["tests.databases"]
