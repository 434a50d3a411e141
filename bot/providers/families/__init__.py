"""A parser for each family of answers: providers that answer in the same shape.

A file is named by that shape and by the providers that are asked for most; the ``catalogue`` says which family each
provider is of.
"""
