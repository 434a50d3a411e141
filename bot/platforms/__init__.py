"""Which chat platforms there are, and what each calls things. Pure; everything else may import it."""
