"""The registers of the twelve sectors: premises, visits, issues, long-term mechanisms."""
