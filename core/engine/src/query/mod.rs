//! Words -> query tree + complaints (never fails), filters, ranking, snippets.
