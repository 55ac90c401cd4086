"""Acts on one case: its rows, links, tasks, exhibits, letters, who is named on it."""
