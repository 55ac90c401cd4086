"""Everything a person sees. Imports ``models``, never the other way round."""
