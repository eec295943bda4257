"""The CDK app: one stack, deployed to AWS and to the local emulator alike."""
