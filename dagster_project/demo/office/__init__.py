"""What an office keeps in a workbook of its own, a sheet for each register.

Supervision tasks and returns; sessions, what they decided and what became of it; money, posts and
sensitive events in public opinion.
"""
