"""HTTP: access marks, locale, page cache, security headers, error pages, forms, rate limits. Knows no user."""
