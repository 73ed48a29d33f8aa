"""The pages of retrospectives, one module per page."""
