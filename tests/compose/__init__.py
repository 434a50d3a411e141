"""compose.yaml against the schema of the Compose Specification, and what this project asks of it."""
