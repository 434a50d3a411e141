"""What embeds say, and that Discord takes them whatever they are made of."""
