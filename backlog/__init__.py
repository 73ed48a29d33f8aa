"""Items and everything that happens to one."""
