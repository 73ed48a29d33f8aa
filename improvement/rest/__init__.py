"""The interface for programs: signing in, errors, repeating safely, its description."""
