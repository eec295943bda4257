"""The answers of the API, as the client reads them. `test_schema.py` compares them with the OpenAPI document."""
