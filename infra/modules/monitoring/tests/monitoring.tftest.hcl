mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_region" {
    defaults = { name = "ap-northeast-1" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:ap-northeast-1:111122223333:alarms" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:ap-northeast-1:111122223333:log-group:backups" }
  }

  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:ap-northeast-1:111122223333:alarm:some" }
  }
}

mock_provider "aws" {
  alias = "us_east_1"

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:111122223333:alarms" }
  }
}

variables {
  name                      = "planitai-kpi-test"
  environment               = "test"
  alarm_emails              = ["operations@example.com"]
  kms_key_arn               = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  us_east_1_kms_key_arn     = "arn:aws:kms:us-east-1:111122223333:key/test"
  log_retention_days        = 90
  load_balancer_arn_suffix  = "app/test/1"
  target_group_arn_suffix   = "targetgroup/test/1"
  database                  = { identifier = "planitai-kpi-test", max_connections = 1000, storage_gib = 20 }
  cache_node_ids            = ["planitai-kpi-test-001", "planitai-kpi-test-002"]
  regional_certificate_arns = { origin = "arn:aws:acm:ap-northeast-1:111122223333:certificate/origin" }
  cdn_certificate_arn       = "arn:aws:acm:us-east-1:111122223333:certificate/cdn"
  sni_certificates          = { attached = 3, quota = 25 }
}

run "watches_everything" {
  command = plan

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset([
      "backend-cpu", "cache-evictions-planitai-kpi-test-001", "cache-evictions-planitai-kpi-test-002", "certificate-origin", "database-backup",
      "database-connections", "database-cpu", "database-storage", "failed-migrations", "job-queue-age", "latency-p99", "pool-wait", "unhealthy-targets",
    ])
    error_message = "An alarm is missing, or one has come that this test does not know."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["backend-cpu"].threshold == 80 && aws_cloudwatch_metric_alarm.this["backend-cpu"].period == 60 && aws_cloudwatch_metric_alarm.this["backend-cpu"].evaluation_periods == 2
    error_message = "More than 80 % CPU for twice 60 s must be an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["latency-p99"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["latency-p99"].statistic == null
    error_message = "Latency must be judged by its 99th percentile."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["database-connections"].threshold == 800 && aws_cloudwatch_metric_alarm.this["database-storage"].threshold == 2147483648
    error_message = "The database's alarms must be at 80 % of its connections and a tenth of its storage."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["database-backup"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["database-backup"].metric_name == "TriggeredRules"
    error_message = "A backup that does not happen must be an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["cache-evictions-planitai-kpi-test-002"].dimensions == tomap({ CacheClusterId = "planitai-kpi-test-002" })
    error_message = "Each node's evictions must be watched."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.cdn_certificate.threshold == 30 && aws_cloudwatch_metric_alarm.this["certificate-origin"].threshold == 30 && aws_cloudwatch_metric_alarm.this["certificate-origin"].metric_name == "DaysToExpiry"
    error_message = "Certificates must be watched 30 days before their end."
  }
}

run "tells_somebody_and_says_when_it_is_over" {
  command = apply

  assert {
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.sni_certificates]) :
      alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])
    ])
    error_message = "Every alarm must tell the topic, and again when it is over."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_composite_alarm.burn : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "The alarms of the objective must tell the topic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.cdn_certificate.alarm_actions == toset([aws_sns_topic.us_east_1.arn]) && aws_cloudwatch_metric_alarm.cdn_certificate.ok_actions == toset([aws_sns_topic.us_east_1.arn])
    error_message = "An alarm in us-east-1 reaches a topic of us-east-1 only."
  }

  assert {
    condition     = alltrue([for subscription in [aws_sns_topic_subscription.alarms, aws_sns_topic_subscription.us_east_1] : keys(subscription) == ["operations@example.com"]])
    error_message = "Both topics must have the addresses."
  }

  assert {
    condition     = aws_db_event_subscription.this.sns_topic == aws_sns_topic.alarms.arn && contains(aws_db_event_subscription.this.event_categories, "failure")
    error_message = "Failures of the database must reach the topic."
  }
}

run "lets_only_this_account_publish" {
  command = apply

  assert {
    condition = alltrue([for policy in [aws_sns_topic_policy.alarms.policy, aws_sns_topic_policy.us_east_1.policy] : alltrue([for statement in jsondecode(policy).Statement :
      statement.Action == "sns:Publish" && statement.Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    ])])
    error_message = "Services may publish for this account only."
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn && aws_sns_topic.us_east_1.kms_master_key_id == var.us_east_1_kms_key_arn
    error_message = "Notifications must be encrypted with our key."
  }

  assert {
    condition     = alltrue([for group in concat(values(aws_cloudwatch_log_group.this), [aws_cloudwatch_log_group.backups]) : group.kms_key_id == var.kms_key_arn && group.retention_in_days == 90])
    error_message = "Logs must be encrypted with our key and end."
  }
}

run "judges_the_objective_by_its_burn_rate" {
  command = plan

  assert {
    condition = { for window, alarm in aws_cloudwatch_metric_alarm.burn : window => format("%.2f %% in %s s", alarm.threshold,
      join(",", distinct(flatten([for query in alarm.metric_query : [for metric in query.metric : tostring(metric.period)]]))))
      } == {
      fast-long  = "1.44 % in 3600 s"
      fast-short = "1.44 % in 300 s"
      slow-long  = "0.60 % in 21600 s"
      slow-short = "0.60 % in 1800 s"
    }
    error_message = "Burn rates must be 14.4 over 1 h and 5 min, 6 over 6 h and 30 min, of a budget of 0.1 %."
  }

  assert {
    condition     = { for speed, alarm in aws_cloudwatch_composite_alarm.burn : speed => alarm.alarm_rule } == { for speed in ["fast", "slow"] : speed => "ALARM(\"planitai-kpi-test-slo-${speed}-long\") AND ALARM(\"planitai-kpi-test-slo-${speed}-short\")" }
    error_message = "Both windows must agree before somebody is told."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.burn : alarm.alarm_actions == null])
    error_message = "A window by itself must not tell anybody."
  }
}

run "counts_errors_of_tasks_and_of_the_load_balancer" {
  command = plan

  assert {
    condition     = aws_cloudwatch_metric_alarm.errors.threshold == 10 && toset(flatten([for query in aws_cloudwatch_metric_alarm.errors.metric_query : [for metric in query.metric : "${metric.metric_name} ${metric.stat} ${metric.period}"]])) == toset(["HTTPCode_Target_5XX_Count Sum 60", "HTTPCode_ELB_5XX_Count Sum 60"])
    error_message = "More than 10 answers 5xx in 60 s must be an alarm, whoever gave them."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.sni_certificates.threshold == 20 && one([for query in aws_cloudwatch_metric_alarm.sni_certificates.metric_query : query.expression if query.return_data == true]) == "FILL(hosts, 0) * 0 + 3"
    error_message = "80 % of the certificates that the load balancer may carry must be an alarm."
  }

  assert {
    condition     = output.deployment_alarm_names == ["planitai-kpi-test-5xx", "planitai-kpi-test-latency-p99", "planitai-kpi-test-unhealthy-targets"]
    error_message = "A deployment must be watched by what a new version can break."
  }
}

run "reads_figures_from_log_lines" {
  command = plan

  assert {
    condition = { for metric, filter in aws_cloudwatch_log_metric_filter.figures : metric => filter.metric_transformation[0].value } == {
      JobQueueAgeSeconds = "$.jobQueueAgeSeconds"
      JobsQueued         = "$.jobsQueued"
      JobsRunning        = "$.jobsRunning"
      PoolActive         = "$.poolActive"
      PoolPending        = "$.poolPending"
      PoolWaitMaxMillis  = "$.poolWaitMaxMillis"
      RateLimited        = "$.rateLimited"
      RedisHits          = "$.redisHits"
      RedisMisses        = "$.redisMisses"
    }
    error_message = "Every figure of the line must be a metric."
  }

  assert {
    condition     = alltrue([for filter in aws_cloudwatch_log_metric_filter.figures : startswith(filter.pattern, "{ $.event = \"figures\" ") && filter.metric_transformation[0].namespace == "PlanitaiKpi/test"])
    error_message = "Figures must come from the lines of figures, into our namespace."
  }

  assert {
    condition     = toset([for filter in aws_cloudwatch_log_metric_filter.failed_migrations : filter.log_group_name]) == toset(["/planitai-kpi/test/server", "/planitai-kpi/test/migrate"])
    error_message = "Failed migrations must be counted in both log groups."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_contributor_insight_rule.requests_per_tenant.rule_definition).Contribution.Keys == ["$.tenant"]
    error_message = "Requests must be counted by tenant."
  }
}

run "shows_it_on_one_page" {
  command = apply

  assert {
    condition = length(setsubtract([
      "ECS CPU and memory", "API response time", "5xx count", "RDS connections", "Redis hit rate", "Requests per tenant (top)", "Job queue age", "Pool wait",
      "Failed migrations", "Alarms",
    ], [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.title])) == 0
    error_message = "A widget is missing."
  }

  assert {
    condition     = length(distinct([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : "${widget.x} ${widget.y}"])) == length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets)
    error_message = "Widgets must not lie on each other."
  }

  assert {
    condition = contains(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [
      for metric in try(widget.properties.metrics, []) : try(metric[length(metric) - 1].stat, "")
    ] if widget.properties.title == "API response time"]), "p95")
    error_message = "Response time must be shown as its 95th percentile."
  }

  assert {
    condition     = one([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.insightRule.ruleName if widget.properties.title == "Requests per tenant (top)"]) == "planitai-kpi-test-requests-per-tenant"
    error_message = "Tenants must be shown by the rule that counts them."
  }
}

run "refuses_alarms_without_addresses" {
  command = plan

  variables {
    alarm_emails = []
  }

  expect_failures = [var.alarm_emails]
}
