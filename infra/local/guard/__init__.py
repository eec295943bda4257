"""The guard in front of the emulator: requests of web pages, of other hosts' names and without a true signature end here.

The emulator itself accepts every `Host` and `Origin`, does not check signatures of root keys, and lets an unsigned request
reset it. In reading order: `requests`, `sites` (which page sent it), `roads` (what is open, what is shut), `signatures`, `app`.
"""
