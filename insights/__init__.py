"""What the rooms below add up to: reads everything, owns almost nothing."""
