"""One short module a page: filters, query, chart. Statistics and wording live elsewhere."""
