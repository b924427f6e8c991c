"""Parts that pages are made of: query, sentence, chart of one matter; no layout of pages."""
