"""The programs of the command line, run whole."""
