"""Everything that people read and type, a folder for each platform.

``text`` and ``names`` make the words of others fit to be shown, ``embeds`` draws values; both are pure and shared.
``answers`` says what is free, ``jobs`` what is running, ``history`` and ``report`` what was, made from the ``past``;
``subjects`` are what can be asked about.
``discord`` and ``terminal`` are the edges, and nothing outside imports those but ``__main__``.
"""
