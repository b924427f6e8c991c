"""12345 hotline tickets: how they come about, their dirt, the files that bring them."""
