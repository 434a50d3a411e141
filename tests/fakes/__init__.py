"""The far ends as servers on loopback; none of them is a mock."""
