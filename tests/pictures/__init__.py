"""Pictures of what people read: the real program's messages on a loopback Discord, drawn as Discord draws them.

``python -m tests.pictures FOLDER`` draws everything at phone and desktop width, to be looked at; ``--slack`` draws a
message of each kind, and what the program says on a loopback Slack, as Slack does; ``--docs`` draws the pictures of the
documents anew. All need Chromium on the PATH; this is a program of its own, not a test.
"""
