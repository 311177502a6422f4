# Alarms on single metrics, as a table. Every one tells the topic when it goes off and when it is over.

locals {
  service    = { ClusterName = var.name, ServiceName = var.name }
  balancer   = { LoadBalancer = var.load_balancer_arn_suffix }
  target     = { LoadBalancer = var.load_balancer_arn_suffix, TargetGroup = var.target_group_arn_suffix }
  database   = { DBInstanceIdentifier = var.database.identifier }
  bytes_gib  = 1024 * 1024 * 1024
  above      = "GreaterThanThreshold"
  below      = "LessThanThreshold"
  one_day    = 86400
  expiry_day = 30

  alarms = merge(
    {
      backend-cpu = {
        description = "The tasks use more than 80 % of their processors: are there enough of them, and does autoscaling reach its limit?"
        namespace   = "AWS/ECS", metric = "CPUUtilization", dimensions = local.service
        statistic   = "Average", comparison = local.above, threshold = 80, period = 60, periods = 2, missing = "missing"
      }
      latency-p99 = {
        description = "One answer in a hundred takes longer than ${var.latency_p99_seconds} s."
        namespace   = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = local.target
        statistic   = "p99", comparison = local.above, threshold = var.latency_p99_seconds, period = 60, periods = 5, missing = "notBreaching"
      }
      unhealthy-targets = {
        description = "The load balancer finds tasks that do not answer /health."
        namespace   = "AWS/ApplicationELB", metric = "UnHealthyHostCount", dimensions = local.target
        statistic   = "Maximum", comparison = local.above, threshold = 0, period = 60, periods = 2, missing = "notBreaching"
      }
      database-storage = {
        description = "Less than a tenth of the database's first storage is free: has it grown to its limit?"
        namespace   = "AWS/RDS", metric = "FreeStorageSpace", dimensions = local.database
        statistic   = "Minimum", comparison = local.below, threshold = var.database.storage_gib * local.bytes_gib / 10, period = 300, periods = 2, missing = "missing"
      }
      database-cpu = {
        description = "The database uses more than 80 % of its processors."
        namespace   = "AWS/RDS", metric = "CPUUtilization", dimensions = local.database
        statistic   = "Average", comparison = local.above, threshold = 80, period = 60, periods = 5, missing = "missing"
      }
      database-connections = {
        description = "More than 80 % of the connections that the database takes are in use."
        namespace   = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.database
        statistic   = "Maximum", comparison = local.above, threshold = floor(var.database.max_connections * 0.8), period = 60, periods = 3, missing = "missing"
      }
      database-backup = {
        description = "No backup of the database has ended in the last 26 hours."
        namespace   = "AWS/Events", metric = "TriggeredRules", dimensions = { RuleName = aws_cloudwatch_event_rule.backup_ended.name }
        statistic   = "Sum", comparison = local.below, threshold = 1, period = 3600, periods = 26, missing = "breaching"
      }
      failed-migrations = {
        description = "The schema of a tenant could not be migrated; the line with migration-failed says which."
        namespace   = local.metrics_namespace, metric = "FailedMigrations", dimensions = {}
        statistic   = "Sum", comparison = local.above, threshold = 0, period = 60, periods = 1, missing = "notBreaching"
      }
      job-queue-age = {
        description = "Background work waits longer than ${var.job_queue_age_seconds} s."
        namespace   = local.metrics_namespace, metric = "JobQueueAgeSeconds", dimensions = {}
        statistic   = "Maximum", comparison = local.above, threshold = var.job_queue_age_seconds, period = 60, periods = 5, missing = "notBreaching"
      }
      pool-wait = {
        description = "Requests wait longer than ${var.pool_wait_millis} ms for a connection to the database."
        namespace   = local.metrics_namespace, metric = "PoolWaitMaxMillis", dimensions = {}
        statistic   = "Maximum", comparison = local.above, threshold = var.pool_wait_millis, period = 60, periods = 3, missing = "notBreaching"
      }
    },
    { for node in var.cache_node_ids : "cache-evictions-${node}" => {
      description = "The cache is full and forgets what may still be wanted."
      namespace   = "AWS/ElastiCache", metric = "Evictions", dimensions = { CacheClusterId = node }
      statistic   = "Sum", comparison = local.above, threshold = 0, period = 300, periods = 1, missing = "notBreaching"
    } },
    { for host, arn in var.regional_certificate_arns : "certificate-${host}" => {
      description = "The certificate of ${host} at the load balancer ends in less than ${local.expiry_day} days: ACM should have renewed it, is its DNS record still there?"
      namespace   = "AWS/CertificateManager", metric = "DaysToExpiry", dimensions = { CertificateArn = arn }
      statistic   = "Minimum", comparison = local.below, threshold = local.expiry_day, period = local.one_day, periods = 1, missing = "notBreaching"
    } },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing

  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${var.name}-5xx"
  alarm_description   = "More than 10 answers in a minute were 5xx, by the tasks or by the load balancer in their place."
  comparison_operator = local.above
  threshold           = 10
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"

  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "errors"
    expression  = "FILL(target, 0) + FILL(balancer, 0)"
    label       = "5xx"
    return_data = true
  }

  metric_query {
    id = "target"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_Target_5XX_Count"
      dimensions  = local.target
      stat        = "Sum"
      period      = 60
    }
  }

  metric_query {
    id = "balancer"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HTTPCode_ELB_5XX_Count"
      dimensions  = local.balancer
      stat        = "Sum"
      period      = 60
    }
  }
}

# AWS counts the certificates of a load balancer in no metric. Those that stand in Terraform are known here; the expression
# carries their number, and the metric in it is only there because an alarm needs one.
resource "aws_cloudwatch_metric_alarm" "sni_certificates" {
  alarm_name          = "${var.name}-sni-certificates"
  alarm_description   = "The load balancer carries ${var.sni_certificates.attached} customers' certificates of ${var.sni_certificates.quota} that it may: have the quota raised."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = floor(var.sni_certificates.quota * 0.8)
  evaluation_periods  = 1
  treat_missing_data  = "ignore"

  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]

  metric_query {
    id          = "certificates"
    expression  = "FILL(hosts, 0) * 0 + ${var.sni_certificates.attached}"
    label       = "Certificates attached by SNI"
    return_data = true
  }

  metric_query {
    id = "hosts"

    metric {
      namespace   = "AWS/ApplicationELB"
      metric_name = "HealthyHostCount"
      dimensions  = local.target
      stat        = "Maximum"
      period      = 300
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "cdn_certificate" {
  provider = aws.us_east_1

  alarm_name          = "${var.name}-certificate-cdn"
  alarm_description   = "The certificate at CloudFront ends in less than ${local.expiry_day} days: ACM should have renewed it, is its DNS record still there?"
  namespace           = "AWS/CertificateManager"
  metric_name         = "DaysToExpiry"
  dimensions          = { CertificateArn = var.cdn_certificate_arn }
  statistic           = "Minimum"
  comparison_operator = local.below
  threshold           = local.expiry_day
  period              = local.one_day
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"

  alarm_actions = [aws_sns_topic.us_east_1.arn]
  ok_actions    = [aws_sns_topic.us_east_1.arn]
}
