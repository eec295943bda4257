"""Music beds, synthesised: no samples, no licence, no network; the same mood, length and seed give the same bytes."""
