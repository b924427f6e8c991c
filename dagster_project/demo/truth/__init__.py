"""What the warehouse of the demo world must say, counted from its objects one by one.

The definitions are written out here a second time on purpose: no SQL, no dbt and no other
part of the product is used. Values are exact fractions; intervals are not worked out here.
One module a domain; `indicators` gathers their figures.
"""
