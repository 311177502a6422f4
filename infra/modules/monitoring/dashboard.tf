# One page that says how the service is. Widgets are placed in rows of three, in the order in which they stand here.

data "aws_region" "current" {}

locals {
  ecs_dimensions    = ["ClusterName", var.name, "ServiceName", var.name]
  target_dimensions = ["LoadBalancer", var.load_balancer_arn_suffix, "TargetGroup", var.target_group_arn_suffix]

  widgets = [
    { title = "ECS CPU and memory", unit = "%", metrics = [
      concat(["AWS/ECS", "CPUUtilization"], local.ecs_dimensions, [{ stat = "Average", label = "CPU" }]),
      concat(["AWS/ECS", "MemoryUtilization"], local.ecs_dimensions, [{ stat = "Average", label = "Memory" }]),
    ] },
    { title = "API response time", unit = "s", metrics = [
      concat(["AWS/ApplicationELB", "TargetResponseTime"], local.target_dimensions, [{ stat = "p95", label = "p95" }]),
      concat(["AWS/ApplicationELB", "TargetResponseTime"], local.target_dimensions, [{ stat = "p99", label = "p99" }]),
    ] },
    { title = "5xx count", unit = "answers", metrics = [
      concat(["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"], local.target_dimensions, [{ stat = "Sum", label = "Tasks" }]),
      ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Sum", label = "Load balancer" }],
    ] },
    { title = "RDS connections", unit = "connections", metrics = [
      ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", var.database.identifier, { stat = "Maximum", label = "Open" }],
    ] },
    { title = "RDS CPU and free storage", unit = "%", metrics = [
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.database.identifier, { stat = "Average", label = "CPU" }],
      ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", var.database.identifier, { stat = "Minimum", label = "Free bytes", yAxis = "right" }],
    ] },
    { title = "Redis hit rate", unit = "%", metrics = [
      [{ expression = "100 * hits / (hits + misses)", id = "rate", label = "Hits of all reads" }],
      [local.metrics_namespace, "RedisHits", { stat = "Sum", id = "hits", visible = false }],
      [local.metrics_namespace, "RedisMisses", { stat = "Sum", id = "misses", visible = false }],
    ] },
    { title = "Requests", unit = "requests", metrics = [
      ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", var.load_balancer_arn_suffix, { stat = "Sum", label = "All" }],
      [local.metrics_namespace, "RateLimited", { stat = "Sum", label = "Refused by rate limits" }],
    ] },
    { title = "Job queue age", unit = "s", metrics = [
      [local.metrics_namespace, "JobQueueAgeSeconds", { stat = "Maximum", label = "Oldest due job" }],
      [local.metrics_namespace, "JobsQueued", { stat = "Maximum", label = "Jobs queued", yAxis = "right" }],
    ] },
    { title = "Pool wait", unit = "ms", metrics = [
      [local.metrics_namespace, "PoolWaitMaxMillis", { stat = "Maximum", label = "Longest wait for a connection" }],
      [local.metrics_namespace, "PoolPending", { stat = "Maximum", label = "Waiting", yAxis = "right" }],
    ] },
    { title = "Failed migrations", unit = "tenants", metrics = [
      [local.metrics_namespace, "FailedMigrations", { stat = "Sum", label = "Failed" }],
    ] },
    { title = "Tasks and targets", unit = "tasks", metrics = [
      concat(["AWS/ApplicationELB", "HealthyHostCount"], local.target_dimensions, [{ stat = "Minimum", label = "Healthy" }]),
      concat(["AWS/ApplicationELB", "UnHealthyHostCount"], local.target_dimensions, [{ stat = "Maximum", label = "Unhealthy" }]),
    ] },
  ]

  metric_widgets = [for widget in local.widgets : { type = "metric", properties = {
    title   = widget.title
    region  = data.aws_region.current.name
    view    = "timeSeries"
    stacked = false
    period  = 60
    metrics = widget.metrics
    yAxis   = { left = { min = 0, label = widget.unit, showUnits = false } }
  } }]

  tenants_widget = { type = "metric", properties = {
    title       = "Requests per tenant (top)"
    region      = data.aws_region.current.name
    view        = "timeSeries"
    stacked     = false
    period      = 60
    insightRule = { ruleName = aws_cloudwatch_contributor_insight_rule.requests_per_tenant.rule_name, maxContributorCount = 10, orderBy = "Sum" }
  } }

  alarms_widget = { type = "alarm", properties = {
    title = "Alarms"
    alarms = concat(
      [for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn],
      [aws_cloudwatch_metric_alarm.errors.arn, aws_cloudwatch_metric_alarm.sni_certificates.arn],
      [for alarm in aws_cloudwatch_composite_alarm.burn : alarm.arn],
    )
  } }

  columns       = 3
  widget_width  = 8
  widget_height = 6
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [for index, widget in concat(local.metric_widgets, [local.tenants_widget], [local.alarms_widget]) : merge(widget, {
      x      = index % local.columns * local.widget_width
      y      = floor(index / local.columns) * local.widget_height
      width  = local.widget_width
      height = local.widget_height
    })]
  })
}
