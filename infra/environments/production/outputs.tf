output "github_role_arns" {
  description = "AWS_ROLE_ARN by environment at GitHub."
  value       = module.ci.github_role_arns
}

output "repository_url" {
  description = "Registry of the image."
  value       = module.ci.repository_url
}

output "base_url" {
  description = "BASE_URL of the environment at GitHub."
  value       = "https://${var.domain_name}"
}

output "customer_cname_target" {
  description = "What a customer's CNAME has to point to."
  value       = module.edge.customer_cname_target
}

output "customer_validation_records" {
  description = "Records that customers have to set, so that their certificates are issued."
  value       = module.edge.customer_validation_records
}

output "files_bucket" {
  description = "Bucket of the tenants' files."
  value       = module.storage.files_bucket
}

output "database_identifier" {
  description = "Instance of the database, for runbooks."
  value       = module.database.identifier
}

output "database_administrator_secret_arn" {
  description = "Secret with the administrator's password, for runbooks."
  value       = module.database.administrator_secret_arn
}
