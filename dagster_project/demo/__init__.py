"""The demo world: made-up source files of an operational world, and the truth about them.

What belongs here: places, registers, planted faults, the files that carry them, their
mapping files, and figures worked out from the generator's own objects. What does not:
anything that reads those files back, SQL, dbt, or any other part of the product.
"""
