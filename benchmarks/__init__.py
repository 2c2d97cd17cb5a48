"""What the portal costs beside a bare Django page and a bare transaction. Nothing in the product imports this."""
