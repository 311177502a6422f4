output "identifier" {
  description = "Name of the instance, the dimension of its metrics."
  value       = aws_db_instance.this.identifier
}

output "url" {
  description = "DATABASE_URL: with the administrator's name and without a password, the server's certificate verified."
  value       = "postgresql://${local.administrator}@${aws_db_instance.this.address}:${local.port}/${local.database}?sslmode=verify-full&sslrootcert=/app/certificates/aws-rds-global.pem"
}

output "administrator_secret_arn" {
  description = "Secret that RDS keeps the administrator's password in, JSON with the key password."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}
