"""The guard in front of the emulator: it denies requests of web pages, for foreign host names and without a valid signature.

The emulator itself accepts every `Host` and `Origin`, does not check signatures of root keys, and resets its state for an
unsigned request. In reading order: `requests`, `sites` (host and page), `routes` (open and closed paths), `signatures`, `app`.
"""
