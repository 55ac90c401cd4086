"""The register without a window: one command a run, for scheduled work and for scripts."""
