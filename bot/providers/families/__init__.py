"""A parser for each family of answers: providers that answer in the same shape.

A file is named after that shape and after the providers that are used most; the ``catalogue`` says to which family
each provider belongs.
"""
