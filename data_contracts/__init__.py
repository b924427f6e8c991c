"""Every agreement of the warehouse: what comes in, what goes out, who may see it.

This is the bottom of the house: it imports neither Dagster nor Streamlit, and everything
else may import it.
"""
