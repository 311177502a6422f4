# Figures of the application, read from its log lines. Each task writes one line with its figures a minute.

locals {
  figures = {
    PoolActive         = { field = "poolActive", unit = "Count" }
    PoolPending        = { field = "poolPending", unit = "Count" }
    PoolWaitMaxMillis  = { field = "poolWaitMaxMillis", unit = "Milliseconds" }
    JobQueueAgeSeconds = { field = "jobQueueAgeSeconds", unit = "Seconds" }
    JobsQueued         = { field = "jobsQueued", unit = "Count" }
    JobsRunning        = { field = "jobsRunning", unit = "Count" }
    RedisHits          = { field = "redisHits", unit = "Count" }
    RedisMisses        = { field = "redisMisses", unit = "Count" }
    RateLimited        = { field = "rateLimited", unit = "Count" }
  }
}

resource "aws_cloudwatch_log_metric_filter" "figures" {
  for_each = local.figures

  name           = "${var.name}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.this["server"].name
  pattern        = "{ $.event = \"figures\" && $.${each.value.field} = * }"

  metric_transformation {
    namespace = local.metrics_namespace
    name      = each.key
    value     = "$.${each.value.field}"
    unit      = each.value.unit
  }
}

# A migration fails in the step before a release, or in the server for a tenant that lags.
resource "aws_cloudwatch_log_metric_filter" "failed_migrations" {
  for_each = aws_cloudwatch_log_group.this

  name           = "${var.name}-failed-migrations-${each.key}"
  log_group_name = each.value.name
  pattern        = "{ $.event = \"migration-failed\" }"

  metric_transformation {
    namespace = local.metrics_namespace
    name      = "FailedMigrations"
    value     = "1"
    unit      = "Count"
  }
}

# Tenants by their requests. A metric for each tenant would cost by the tenant; this costs by the line.
resource "aws_cloudwatch_contributor_insight_rule" "requests_per_tenant" {
  rule_name  = "${var.name}-requests-per-tenant"
  rule_state = "ENABLED"

  rule_definition = jsonencode({
    Schema        = { Name = "CloudWatchLogRule", Version = 1 }
    LogGroupNames = [aws_cloudwatch_log_group.this["server"].name]
    LogFormat     = "JSON"
    AggregateOn   = "Count"
    Contribution = {
      Keys = ["$.tenant"]
      Filters = [
        { Match = "$.event", In = ["request"] },
        { Match = "$.tenant", IsPresent = true },
      ]
    }
  })
}
