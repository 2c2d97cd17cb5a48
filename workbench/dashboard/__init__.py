"""总览: the figures that SAC steers by, each with the list behind it, drawn on the server with a table beneath."""
