"""Which URLs and network addresses the service sends webhooks to."""
