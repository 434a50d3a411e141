"""The edge to the providers: asks useapi.net over HTTP, and parses what it answers.

``catalogue`` has the providers, each a record (``provider``) that names its family of answers (``families``).
"""
