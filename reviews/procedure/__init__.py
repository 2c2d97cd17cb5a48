"""The steps of a panel and of an application's review."""
