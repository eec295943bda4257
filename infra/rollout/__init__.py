"""Deploys the stack to an AWS account, and removes it: what has to happen before and after the CDK command line."""
