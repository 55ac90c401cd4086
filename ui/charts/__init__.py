"""The only place that draws charts."""
