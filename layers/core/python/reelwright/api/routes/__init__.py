"""What the HTTP API offers, as data: the gateway's routes, the OpenAPI document and the tests are made from it."""
