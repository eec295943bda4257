"""The ports on AWS: DynamoDB, SQS, S3, Step Functions, ECS. The only boto3 of the project."""
