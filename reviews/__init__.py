"""The managers' review meetings."""
