"""Everything that people read and type.

``message`` and ``text_spans`` are what is said, as values without any platform's markup; ``feature`` and
``dispatcher`` are commands and buttons, and who answers them; ``wording`` is how numbers, moments and accounts are
written. Each feature is a folder: options, handler, wording. ``discord`` and ``terminal`` draw messages and hand over
what people type.
"""
