output "files_bucket" {
  description = "Bucket of the tenants' files."
  value       = aws_s3_bucket.files.bucket
}

output "files_bucket_arn" {
  description = "Its ARN, for the role of the tasks."
  value       = aws_s3_bucket.files.arn
}

output "access_logs_bucket" {
  description = "Bucket of the load balancer's access logs; known once it may be written to."
  value       = aws_s3_bucket_policy.access_logs.bucket
}
