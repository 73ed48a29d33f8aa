"""The database and broker that come along, for a start without installing anything."""
