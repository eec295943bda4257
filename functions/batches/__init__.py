"""Makes batches of manifests that users drop into the bucket."""
