"""Cities, organisations and the controlled vocabularies: what everything else may point at."""
