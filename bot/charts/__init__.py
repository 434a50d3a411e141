"""Pictures of the past, drawn by matplotlib; the only package that imports it.

matplotlib is imported inside functions, and those run in a process that ``chart_process`` starts for each picture: it
costs neither the start of the bot nor its memory. A ``chart`` goes in, a PNG comes out.
"""
