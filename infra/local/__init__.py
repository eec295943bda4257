"""The local stack: the same app on this machine, with an emulator of AWS and a stand-in for Fargate.

Reading order: `place` (folders and port), `processes` (running processes), `emulator` and `server`, `deployment`,
`fargate`, `accounts`, `verbs` (`up`, `down`, `clean`), and their command line in `__main__`.
"""
