"""Who advises, supports or is close to a producer: marked, ended, struck out."""
