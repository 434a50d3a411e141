"""Pictures of what people read: the real program's messages on a loopback Discord, drawn as Discord draws them.

``python -m tests.pictures FOLDER`` needs Chromium on the PATH; it is a program of its own, not a test.
"""
