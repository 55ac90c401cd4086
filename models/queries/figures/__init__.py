"""Questions that count: the dashboard, statistics, publication, returns."""
