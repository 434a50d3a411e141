"""What tests of the programs ask for."""

from tests.whole.conftest import forks

__all__ = ["forks"]
