# The objective: of all requests in 30 days, slo_availability_percent are answered without a 5xx. What may fail is the budget.
# An alarm goes off when the budget is used up many times too fast over a long window and still is over a short one
# (Google SRE workbook, chapter 5: 2 % of the budget in an hour, 5 % in six hours). The alarms of the windows stay silent; the
# two that combine them tell the topic.

locals {
  burn_rates = {
    fast = { rate = 14.4, long_seconds = 3600, short_seconds = 300 }
    slow = { rate = 6, long_seconds = 21600, short_seconds = 1800 }
  }

  budget_percent = 100 - var.slo_availability_percent

  burn_windows = merge([for speed, burn in local.burn_rates : {
    "${speed}-long"  = { speed = speed, rate = burn.rate, seconds = burn.long_seconds, least_requests = var.slo_least_requests }
    "${speed}-short" = { speed = speed, rate = burn.rate, seconds = burn.short_seconds, least_requests = 1 }
  }]...)

  # Requests that found no task are in the load balancer's errors, but not in its requests.
  burn_metrics = {
    requests = { metric = "RequestCount", dimensions = local.balancer }
    target   = { metric = "HTTPCode_Target_5XX_Count", dimensions = local.target }
    balancer = { metric = "HTTPCode_ELB_5XX_Count", dimensions = local.balancer }
  }
}

resource "aws_cloudwatch_metric_alarm" "burn" {
  for_each = local.burn_windows

  alarm_name          = "${var.name}-slo-${each.key}"
  alarm_description   = "More than ${each.value.rate} times the error budget over ${each.value.seconds} s; part of ${var.name}-slo-${each.value.speed}."
  comparison_operator = local.above
  threshold           = each.value.rate * local.budget_percent
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "ratio"
    label       = "Failed requests in percent"
    expression  = "IF(total >= ${each.value.least_requests}, 100 * errors / total, 0)"
    return_data = true
  }

  metric_query {
    id         = "total"
    expression = "FILL(requests, 0) + FILL(balancer, 0)"
  }

  metric_query {
    id         = "errors"
    expression = "FILL(target, 0) + FILL(balancer, 0)"
  }

  dynamic "metric_query" {
    for_each = local.burn_metrics

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value.metric
        dimensions  = metric_query.value.dimensions
        stat        = "Sum"
        period      = each.value.seconds
      }
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "burn" {
  for_each = local.burn_rates

  alarm_name        = "${var.name}-slo-${each.key}"
  alarm_description = "The error budget of 30 days (${local.budget_percent} % of the requests) is being used up ${each.value.rate} times too fast."
  alarm_rule = join(" AND ", [for window in ["long", "short"] :
    "ALARM(\"${aws_cloudwatch_metric_alarm.burn["${each.key}-${window}"].alarm_name}\")"
  ])

  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]
}
