"""What is made from contracts: dbt properties, the data dictionary, templates to fill in."""
