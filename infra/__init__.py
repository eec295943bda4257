"""The CDK app: one stack, which is deployed to AWS and to the local emulator."""
