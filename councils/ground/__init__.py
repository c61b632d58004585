"""What Councils work by: the versions of their Quy chế."""
