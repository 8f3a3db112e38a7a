"""What every door shares: gates, pages, forms, language, formats, headers, errors."""
