"""What the handlers share: telemetry, wiring of adapters to use cases, partial batches."""
