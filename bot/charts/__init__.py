"""Pictures of the past, drawn by matplotlib; the only package that imports it.

It is imported inside functions, and those run in a process that ``plotter`` starts for each picture: neither the start
of the bot nor its memory pays for it. A chart goes in (``chart``); a PNG (``plotter``) and its words (``words``) come
out.
"""
