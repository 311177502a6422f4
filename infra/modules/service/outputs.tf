output "cluster_name" {
  description = "Cluster that one-off tasks are run in."
  value       = aws_ecs_cluster.this.name
}

output "service_name" {
  description = "Service that a release updates."
  value       = aws_ecs_service.this.name
}

output "task_families" {
  description = "Families of the task definitions: server and migrate."
  value       = { for kind, definition in aws_ecs_task_definition.this : kind => definition.family }
}

output "passable_role_arns" {
  description = "Roles that a release hands to tasks."
  value       = concat([aws_iam_role.task.arn], [for role in aws_iam_role.execution : role.arn])
}
