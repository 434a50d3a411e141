"""What a person may set: ``schema`` says what there is, ``values`` how each value is read."""
