"""The demonstration: an organization with a year behind it, told by the product's own verbs."""
