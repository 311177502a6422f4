output "repository_arn" {
  description = "Registry, for the roles of the tasks."
  value       = local.repository_arn
}

output "repository_url" {
  description = "Registry, as images are named."
  value       = local.repository_url
}

output "github_role_arns" {
  description = "Roles by the environment at GitHub that takes them on: AWS_ROLE_ARN there."
  value       = { for role, settings in local.roles : settings.github_environment => aws_iam_role.this[role].arn }
}
