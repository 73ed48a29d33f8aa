"""The pages of the backlog, one module per page."""
