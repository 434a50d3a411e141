"""The edge to the providers: what useapi.net answers, asked and read.

Not here: what is concluded from an answer (``capacity``), and when to ask (``polling``).
"""
