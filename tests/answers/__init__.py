"""What useapi.net answers: as its pages show it, in files, and made up in any number, by ``made``."""
