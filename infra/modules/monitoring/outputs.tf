output "server_log_group" {
  description = "Log group of the server."
  value       = aws_cloudwatch_log_group.this["server"].name
}

output "migrate_log_group" {
  description = "Log group of migrations."
  value       = aws_cloudwatch_log_group.this["migrate"].name
}

output "deployment_alarm_names" {
  description = "Alarms that a new version may set off, on which a deployment is rolled back."
  value = [
    aws_cloudwatch_metric_alarm.errors.alarm_name,
    aws_cloudwatch_metric_alarm.this["latency-p99"].alarm_name,
    aws_cloudwatch_metric_alarm.this["unhealthy-targets"].alarm_name,
  ]
}

output "dashboard_name" {
  description = "The dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "topic_arn" {
  description = "Topic of the alarms."
  value       = aws_sns_topic.alarms.arn
}
