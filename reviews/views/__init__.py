"""Pages of experts, panels, sheets and conclusions."""
