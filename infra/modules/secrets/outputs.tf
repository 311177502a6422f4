output "kms_key_arn" {
  description = "Key for everything at rest in the region."
  value       = aws_kms_key.this.arn
}

output "us_east_1_kms_key_arn" {
  description = "Its replica for what CloudFront needs in us-east-1."
  value       = aws_kms_replica_key.us_east_1.arn
}

output "master_key_secret_arn" {
  description = "Secret with MASTER_KEY."
  value       = aws_secretsmanager_secret.this["master-key"].arn
}

output "operator_password_secret_arn" {
  description = "Secret with OPERATOR_PASSWORD."
  value       = aws_secretsmanager_secret.this["operator-password"].arn
}

output "redis_url_secret_arn" {
  description = "Secret with REDIS_URL."
  value       = aws_secretsmanager_secret.this["redis-url"].arn
}
