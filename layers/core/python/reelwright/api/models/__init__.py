"""The bodies of all answers, as models: what views build, handlers send and the OpenAPI document describes."""
