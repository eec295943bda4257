"""The same app on this machine: an emulator on loopback, the Fargate stand-in, accounts, and the verbs `up` and `down`.

Reading order: `place` (where a stack keeps its things), `processes` (who runs), `emulator` and `server`, `deployment`,
`fargate`, `accounts`, then the verbs in `verbs` and their command line in `__main__`.
"""
