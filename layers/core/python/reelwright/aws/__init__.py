"""The ports on AWS: DynamoDB, SQS, S3, Step Functions, ECS. The only AWS client of the project."""
