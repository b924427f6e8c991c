"""Reading what operational systems hold: one module a kind of source; none knows a table."""
