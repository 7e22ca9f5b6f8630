"""Charts and the report page: to come."""
